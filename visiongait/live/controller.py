"""Puts cues, sound and window together: the spectator of a live session that the patient sees and hears."""

from collections.abc import Callable

from ..errors import EnvironmentFaultError
from .cues import Coach, Plan, Verdict
from .display import Action, Screen, SetUp, Window, action_of, key_line
from .speaker import Speaker
from .state import LiveFrame, Wish

NOTE_SHOWN_S = 2.0


class Controller:
    """Takes each frame: judges, sounds, shows, and hears the keys.

    Parameters
    ----------
    plan
        Targets and how cues are given.
    window
        Whether to open a window; without a display the session goes on without one.
    set_up
        Whether the set-up screen comes first (cameras, not files).
    say
        Called with each sentence for people (no sound device, no display).
    judged
        Called with each verdict.
    speaker
        What sounds; one of its own where None.

    Attributes
    ----------
    coach
        Keeps the score.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        window: bool,
        set_up: bool,
        say: Callable[[str], None],
        judged: Callable[[Verdict], None],
        speaker: Speaker | None = None,
    ) -> None:
        self.coach = Coach(plan)
        self._say, self._judged = say, judged
        self._speaker = speaker or Speaker(plan, say)
        self._window = _window(say) if window else None
        self._screen = Screen(self.coach)
        self._set_up = SetUp() if set_up and self._window else None
        self._note, self._note_until_s = "", 0.0

    @property
    def has_window(self) -> bool:
        """Whether there is a window to look at."""
        return self._window is not None

    @property
    def shown_after_s(self) -> float:
        """From the arrival of the picture shown last to its being on the screen; NaN without a window."""
        return self._window.latency_s if self._window else float("nan")

    def take(self, frame: LiveFrame) -> Wish | None:
        """Judge and show a frame; return what the user wants of the session."""
        walking = self._set_up is None and frame.status != "paused"
        self._speaker.beat(walking)
        if walking:
            for verdict in self.coach.judge(frame.strides, frame.time_s, frame.zero):
                self._sound(verdict)
                self._judged(verdict)
        self._speaker.tend()
        if self._window is not None and self._window.lost:
            self._say("The display was lost; the session continues without a window.")
            self._window.close()
            self._window = None
        return None if self._window is None else self._show(self._window, frame)

    def close(self) -> None:
        """Give window and sound device back."""
        self._speaker.close()
        if self._window is not None:
            self._window.close()

    def _sound(self, verdict: Verdict) -> None:
        if verdict.given and verdict.reached:
            self._speaker.reached(verdict.count)
        elif verdict.given:
            self._speaker.missed()

    def _show(self, window: Window, frame: LiveFrame) -> Wish | None:
        if self._set_up is not None and self._set_up.look(frame):
            self._set_up = None
        keys = key_line(self.coach.leg, muted=self._speaker.muted, note=self._noted(frame.time_s))
        if self._set_up is None:
            canvas = self._screen.walking(frame, keys)
        else:
            canvas = self._screen.setting_up(frame, self._set_up, keys)
        window.show(canvas, frame.arrived_s)
        wishes = [self._done(action_of(key), frame) for key in window.typed()]
        return "quit" if window.closed else next((wish for wish in wishes if wish), None)

    def _done(self, action: Action | None, frame: LiveFrame) -> Wish | None:
        """Do what a key asks for, or hand it on."""
        match action:
            case "leg":
                self.coach.change_leg()
            case "mute":
                self._speaker.toggle_mute()
            case "setup":
                self._set_up = None if self._set_up else SetUp()
            case "mark":
                self._note = f"Marked at {frame.time_s:.1f} s"
                self._note_until_s = frame.time_s + NOTE_SHOWN_S
                return "mark"
            case "pause" | "quit":
                return action
        return None

    def _noted(self, now_s: float) -> str:
        return self._note if now_s < self._note_until_s else ""


def _window(say: Callable[[str], None]) -> Window | None:
    try:
        return Window()
    except EnvironmentFaultError as fault:
        say(f"{fault.message} The session continues without a window. {fault.hint}")
        return None
