"""
Landmarks of another pose tool
==============================

Angles and events from landmarks that another program found.
"""

# %%
# Any tool will do that finds shoulders, hips, knees, ankles, heels and toes: a long table, an array or an
# xarray DataArray. Here the landmarks of a sample recording stand in for its output.
import visiongait
from matplotlib import pyplot as plt
from sample_results import FOLDER, result_of
from visiongait.pose import load_landmarks

saved = result_of("d01")
_, track = load_landmarks(FOLDER / "d01" / "pose.npz")
print(track.xy_px.shape, track.skeleton.landmarks[-2:])

# %%
# They are measured as those of a video are; what landmarks alone cannot tell is withheld.
video = saved.assessment.video
landmarks = visiongait.landmarks_from(
    track.xy_px,
    names=track.skeleton.landmarks,
    width_px=video.width_px,
    height_px=video.height_px,
    fps=30,
)
result = landmarks.measure(height_m=1.75)
print(result.verdict.quality, *result.verdict.reasons)

# %%
# The corrections that were learnt for the program's own network do not apply to another tool: the curves may
# differ by a few degrees.
figure, axes = plt.subplots(1, 2, sharey=True, layout="constrained")
for ax, one, title in zip(axes, (saved, result), ("from the video", "from landmarks alone"), strict=True):
    visiongait.plotting.plot_cycles(one, "knee_flexion_deg", reference=False, ax=ax)
    ax.set_title(title)
