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

result = visiongait.analyse(sample("d01").path, height_m=1.75)
print(result.verdict.quality, *result.verdict.reasons)

# %%
# ``summary`` has a row per metric and side, with a 95 % interval.
summary = result.summary.set_index(["metric", "side"])
print(
    summary.loc[["ankle_rom_deg", "peak_dorsiflexion_swing_deg"], ["value", "ci95_low", "ci95_high", "unit"]]
)

# %%
# ``cycles`` has each angle at 0 to 100 % of each stride.
strides = result.cycles[result.cycles["valid"]]
for side, of_side in strides.groupby("side", observed=True):
    plt.plot(of_side.groupby("percent")["ankle_dorsiflexion_deg"].mean(), label=side)
plt.xlabel("gait cycle, %")
plt.ylabel("ankle dorsiflexion, °")
plt.legend()

# %%
# ``save`` writes the result folder: tables as CSV, the report and, if wanted, the annotated video.
print(sorted(path.name for path in result.save(FOLDER / "d01", video=False, overwrite=True).iterdir()))
