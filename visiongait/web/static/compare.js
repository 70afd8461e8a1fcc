// Two recordings in step: both videos show the same phase of a stride, from initial contact to initial contact.
"use strict";

(() => {
  const place = document.getElementById("compare");
  const films = [...document.querySelectorAll("video.beside")];
  const chosen = [...document.querySelectorAll("select.which")];
  const leg = document.getElementById("leg");
  const play = document.getElementById("play");
  const speed = document.getElementById("speed");
  const phase = document.getElementById("phase");
  const now = document.getElementById("now");
  const COLOURS = ["#565f69", "#7a3e9d"];
  const PERCENT = Array.from({ length: 101 }, (_, at) => at);
  let data = null;
  let plots = [];

  const strideOf = (at) => data.recordings[at].strides.filter((one) => one.side === leg.value)[chosen[at].value];
  const toVideo = (at, time_s) => (time_s - data.recordings[at].clock.first_s) * data.recordings[at].clock.slowmo;

  function listStrides() {
    chosen.forEach((select, at) => {
      const options = data.recordings[at].strides
        .filter((one) => one.side === leg.value)
        .map((stride, number) => {
          const option = document.createElement("option");
          option.value = number;
          option.textContent = `${stride.start_s.toFixed(2)} s`;
          return option;
        });
      select.replaceChildren(...options);
    });
  }

  function show(percent) {
    phase.value = percent;
    now.textContent = `${Math.round(percent)} %`;
    for (const plot of plots) {
      plot.redraw(false, false);
    }
  }

  function seek(percent) {
    films.forEach((film, at) => {
      const stride = strideOf(at);
      if (stride) {
        film.currentTime = toVideo(at, stride.start_s + ((stride.end_s - stride.start_s) * percent) / 100);
      }
    });
    show(percent);
  }

  function pause() {
    films.forEach((film) => film.pause());
    play.textContent = place.dataset.play;
  }

  function start() {
    const strides = films.map((_, at) => strideOf(at));
    if (strides.some((one) => !one)) {
      return;
    }
    const durations = strides.map((one) => one.end_s - one.start_s);
    films.forEach((film, at) => {
      film.playbackRate = Math.min(4, (Number(speed.value) * durations[at]) / durations[0]);
      film.play();
    });
    play.textContent = place.dataset.pause;
    requestAnimationFrame(follow);
  }

  function follow() {
    if (films[0].paused) {
      return;
    }
    const stride = strideOf(0);
    const from = toVideo(0, stride.start_s);
    const percent = (100 * (films[0].currentTime - from)) / (toVideo(0, stride.end_s) - from);
    if (percent >= 100 || percent < -2) {
      seek(0);
    } else {
      show(Math.max(0, percent));
    }
    requestAnimationFrame(follow);
  }

  function drawPlots() {
    plots.forEach((plot) => plot.destroy());
    plots = [...document.querySelectorAll(".plot")].map((box) => {
      const curves = data.cycles[box.dataset.angle][leg.value] || [[], []];
      const filled = curves.map((one) => (one.length ? one : PERCENT.map(() => null)));
      const options = {
        width: Math.max(260, box.clientWidth),
        height: 170,
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false } },
        scales: { x: { time: false } },
        axes: [
          { size: 26, stroke: "#565f69", values: (_, ticks) => ticks.map((one) => `${one} %`), grid: { stroke: "#eceff2" } },
          { size: 44, stroke: "#565f69", grid: { stroke: "#eceff2" } },
        ],
        series: [{}, ...COLOURS.map((stroke) => ({ stroke, width: 2.5, points: { show: false } }))],
        hooks: {
          draw: [
            (plot) => {
              const x = plot.valToPos(Number(phase.value), "x", true);
              plot.ctx.fillStyle = "#1f2429";
              plot.ctx.fillRect(x - 1, plot.bbox.top, 2 * devicePixelRatio, plot.bbox.height);
            },
          ],
        },
      };
      const plot = new uPlot(options, [PERCENT, ...filled], box);
      plot.over.addEventListener("click", (event) => {
        pause();
        seek(Math.min(100, Math.max(0, plot.posToVal(event.offsetX, "x"))));
      });
      return plot;
    });
  }

  async function begin() {
    const answer = await fetch(place.dataset.curves, { headers: { Accept: "application/json" } });
    data = await answer.json();
    listStrides();
    drawPlots();
    seek(0);
    leg.addEventListener("change", () => {
      pause();
      listStrides();
      drawPlots();
      seek(0);
    });
    chosen.forEach((select) => select.addEventListener("change", () => seek(Number(phase.value))));
    phase.addEventListener("input", () => {
      pause();
      seek(Number(phase.value));
    });
    speed.addEventListener("change", () => !films[0].paused && start());
    play.addEventListener("click", () => (films[0].paused ? start() : pause()));
    place.dataset.ready = "true";
  }

  begin();
})();
