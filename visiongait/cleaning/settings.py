"""What cleaning may do to the data, with its limits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CleaningSettings:
    """Limits of cleaning; lengths are in body heights (1 = the subject's apparent stature).

    Parameters
    ----------
    cutoff_hz
        Low-pass cut-off: the frequency whose amplitude falls to 0.707 (see `filtering.amplitude_lost`).
        Chosen on the rendered walks for the ankle: below 6 Hz the range of motion shrinks, above 8 Hz noise
        adds to it.
    longest_gap_s
        Masked stretches up to this long are filled, longer ones stay empty.
    mirror_limit
        Distance between a point and its second opinion above which it is masked.
    jump_limit
        Distance from the local fit of its neighbours above which a point is masked, at 30 frames a second and
        more (see `mask.jump_limit_px`).
    noise_px
        Beside it, what a landmark may scatter in pixels however small the person.
    bone_change_limit
        Relative change of a segment's length from its median above which its points are masked.
    collapse_limit
        Both legs lie on one limb where knees, ankles, heels and toes are all closer than this.
    relabel
        Whether left and right leg are swapped back where the network had them swapped.
    shortest_pass_s
        Stretches of walking shorter than this are left out.
    largest_view_angle_deg
        Passes seen more obliquely than this are left out.
    caution_view_angle_deg
        Passes seen more obliquely than this get a note.
    focal_per_long_side
        Focal length as a multiple of the picture's longer side (0.8: 26 mm equivalent of a phone's main
        camera, cropped to video).
    """

    cutoff_hz: float = 7.0
    longest_gap_s: float = 0.12
    mirror_limit: float = 0.06
    jump_limit: float = 0.03
    noise_px: float = 4.0
    bone_change_limit: float = 0.3
    collapse_limit: float = 0.03
    relabel: bool = True
    shortest_pass_s: float = 1.0
    largest_view_angle_deg: float = 30.0
    caution_view_angle_deg: float = 20.0
    focal_per_long_side: float = 0.8
