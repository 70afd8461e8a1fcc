"""What people are told when there is something in the way, one sentence each."""

from .state import Status

MESSAGES: dict[Status, str] = {
    "connecting": "Connecting to the camera.",
    "tracking": "",
    "nobody": "Nobody is in view: step before the camera, with the whole body in the picture.",
    "two_people": "Somebody else is in view: the largest person is followed, the others should step aside.",
    "uneven": "The picture stutters: steps are not counted at the moment.",
    "half_body": "The feet are not in the picture: nothing is measured until both are.",
    "paused": "Paused.",
    "stalled": "The camera sends no pictures at the moment; waiting for it.",
    "reconnecting": "The camera was lost; trying again.",
    "ended": "The recording has come to its end.",
}

AGAIN = "Trying again until it comes back."
