"""
A batch's table to a figure
===========================

An archive of recordings is measured into one table; here with two recordings.
"""

# %%
# ``visiongait batch FOLDER -o OUT`` does the same on the command line. Recordings that were measured before
# are not measured again.
import pandas as pd
from matplotlib import pyplot as plt
from sample_results import FOLDER, sample
from visiongait.batch import BatchSettings, MeasureOptions, run_batch

recordings = [str(sample(name).path) for name in ("d01", "d03")]
options = MeasureOptions(height_m=1.75, video=False)

if __name__ == "__main__":  # a batch starts processes of its own
    done = run_batch(BatchSettings(recordings, str(FOLDER / "batch"), options))
    print([(one.recording.name, one.outcome.status) for one in done.recordings])

    # %%
    # ``summary.parquet`` holds every metric of every recording.
    table = pd.read_parquet(FOLDER / "batch" / "summary.parquet")
    shown = table[(table["metric"] == "peak_dorsiflexion_swing_deg") & (table["side"] != "both")]
    shown.pivot(index="recording", columns="side", values="value").plot.bar(rot=0)
    plt.ylabel("peak dorsiflexion in swing, °")
