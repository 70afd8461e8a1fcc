"""
Analyse a recording
===================

From a video of a walk to numbers and a curve.
"""

# %%
# One call measures the recording. The result is never silent about what it cannot tell: ``verdict`` says
# whether the recording can be relied on, and why not.
import visiongait
from matplotlib import pyplot as plt
from sample_results import FOLDER, sample
from visiongait import plotting

result = visiongait.analyse(sample("d01").path, height_m=1.75)
print(result.verdict.quality, *result.verdict.reasons)

# %%
# ``summary`` has a row per metric and side, with a 95 % interval.
summary = result.summary.set_index(["metric", "side"])
print(
    summary.loc[["ankle_rom_deg", "peak_dorsiflexion_swing_deg"], ["value", "ci95_low", "ci95_high", "unit"]]
)

# %%
# ``cycles`` has each angle at 0 to 100 % of each stride; ``plotting`` draws it into matplotlib axes.
figure, (above, below) = plt.subplots(2, 1, layout="constrained")
plotting.plot_cycles(result, "ankle_dorsiflexion_deg", reference=False, ax=above)
plotting.plot_events(result, ax=below)

# %%
# ``save`` writes the result folder: tables as CSV, the report and, if wanted, the annotated video.
print(sorted(path.name for path in result.save(FOLDER / "d01", video=False, overwrite=True).iterdir()))
