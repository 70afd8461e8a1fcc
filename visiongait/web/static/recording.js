// The recording's page: video, curves and events show the same moment.
"use strict";

const look = (() => {
  const place = document.getElementById("look");
  const film = document.getElementById("film");
  const now = document.getElementById("now");
  const play = document.getElementById("play");
  const unloop = document.getElementById("unloop");
  const timeline = document.getElementById("timeline");
  const words = place.dataset;
  const COLOURS = { left: "#f06514", right: "#228be6" };
  const HALF_FRAME_S = 0.004;

  const state = { view: null, plots: [], loop: null, chosen: null, time_s: 0 };

  const toVideo = (time_s) => (time_s - state.view.clock.first_s) * state.view.clock.slowmo;
  const fromVideo = (video_s) => video_s / state.view.clock.slowmo + state.view.clock.first_s;
  const end = () => state.view.time_s[state.view.time_s.length - 1];

  function seek(time_s) {
    const within = Math.min(Math.max(time_s, state.view.clock.first_s), end());
    state.time_s = within;
    if (film) {
      film.currentTime = Math.max(0, toVideo(within)) + HALF_FRAME_S;
    }
    show();
  }

  function show() {
    const time_s = state.time_s;
    now.textContent = `${time_s.toFixed(2)} s`;
    for (const plot of state.plots) {
      plot.redraw(false, false);
    }
    const head = timeline.querySelector(".head");
    if (head) {
      head.style.left = `${place_of(time_s)}%`;
    }
    for (const field of document.querySelectorAll("[data-now]")) {
      field.value = time_s.toFixed(4);
    }
  }

  const place_of = (time_s) =>
    (100 * (time_s - state.view.clock.first_s)) / Math.max(0.001, end() - state.view.clock.first_s);

  function nearestFrame() {
    const times = state.view.time_s;
    let best = 0;
    for (let i = 1; i < times.length; i += 1) {
      if (Math.abs(times[i] - state.time_s) < Math.abs(times[best] - state.time_s)) {
        best = i;
      }
    }
    return best;
  }

  function step(frames) {
    if (film) {
      film.pause();
    }
    const times = state.view.time_s;
    const every = state.view.clock.every;
    const at = Math.round(nearestFrame() / every) + frames;
    seek(times[Math.min(Math.max(at * every, 0), times.length - 1)]);
  }

  function toggle() {
    if (!film) {
      return;
    }
    if (film.paused) {
      film.play();
    } else {
      film.pause();
    }
  }

  function loop(start_s, end_s) {
    state.loop = [start_s, end_s];
    unloop.hidden = false;
    seek(start_s);
    film?.play();
    place.scrollIntoView({ block: "nearest" });
  }

  function follow() {
    if (film && !film.paused) {
      state.time_s = fromVideo(film.currentTime);
      if (state.loop && state.time_s >= state.loop[1]) {
        seek(state.loop[0]);
      } else {
        show();
      }
      requestAnimationFrame(follow);
    }
  }

  function plotOf(box) {
    const angle = state.view.angles[box.dataset.angle];
    const options = {
      width: Math.max(260, box.clientWidth),
      height: 150,
      legend: { show: false },
      cursor: { sync: { key: "curves" }, drag: { x: false, y: false }, points: { show: false } },
      scales: { x: { time: false } },
      axes: [
        { size: 26, values: (_, ticks) => ticks.map((one) => `${one}`), stroke: "#565f69", grid: { stroke: "#eceff2" } },
        { size: 44, stroke: "#565f69", grid: { stroke: "#eceff2" } },
      ],
      series: [
        {},
        { stroke: COLOURS.left, width: 2, spanGaps: false, points: { show: false } },
        { stroke: COLOURS.right, width: 2, spanGaps: false, points: { show: false } },
      ],
      hooks: {
        draw: [
          (plot) => {
            const x = plot.valToPos(state.time_s, "x", true);
            plot.ctx.save();
            plot.ctx.strokeStyle = "#1f2429";
            plot.ctx.lineWidth = 2 * devicePixelRatio;
            plot.ctx.beginPath();
            plot.ctx.moveTo(x, plot.bbox.top);
            plot.ctx.lineTo(x, plot.bbox.top + plot.bbox.height);
            plot.ctx.stroke();
            plot.ctx.restore();
          },
        ],
      },
    };
    const plot = new uPlot(options, [state.view.time_s, angle.left, angle.right], box);
    plot.over.addEventListener("click", (event) => {
      film?.pause();
      seek(plot.posToVal(event.offsetX, "x"));
    });
    new ResizeObserver(() => {
      const width = Math.max(260, box.clientWidth);
      if (width !== plot.width) {
        plot.setSize({ width, height: 150 });
      }
    }).observe(box);
    return plot;
  }

  function drawTimeline() {
    timeline.replaceChildren();
    for (const side of ["left", "right"]) {
      const lane = document.createElement("div");
      lane.className = `lane ${side}`;
      const leg = document.createElement("span");
      leg.className = "leg";
      leg.textContent = words[side];
      lane.append(leg);
      for (const stride of state.view.strides.filter((one) => one.side === side)) {
        lane.append(spanOf(stride));
      }
      for (const event of state.view.events.filter((one) => one.side === side)) {
        lane.append(buttonOf(event));
      }
      timeline.append(lane);
    }
    const head = document.createElement("div");
    head.className = "head";
    timeline.append(head);
  }

  function spanOf(stride) {
    const span = document.createElement("span");
    span.className = stride.valid ? "span" : "span refused";
    span.style.left = `${place_of(stride.start_s) + 0.2}%`;
    span.style.width = `${place_of(stride.end_s) - place_of(stride.start_s) - 0.4}%`;
    return span;
  }

  function buttonOf(event) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `event ${event.event}`;
    button.style.left = `${place_of(event.time_s)}%`;
    button.setAttribute(
      "aria-label",
      `${words[event.event]}, ${words[event.side]}, ${event.time_s.toFixed(2)} s`,
    );
    button.title = button.getAttribute("aria-label");
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      for (const other of timeline.querySelectorAll('[aria-pressed="true"]')) {
        other.setAttribute("aria-pressed", "false");
      }
      button.setAttribute("aria-pressed", "true");
      film?.pause();
      choose(event);
      seek(event.time_s);
    });
    return button;
  }

  function choose(event) {
    state.chosen = event;
    const said = document.getElementById("chosen");
    if (!said) {
      return;
    }
    for (const field of document.querySelectorAll("[data-chosen]")) {
      field.value = event ? event[field.dataset.chosen] : "";
    }
    said.textContent = event
      ? `${words[event.event]}, ${words[event.side]}, ${event.time_s.toFixed(2)} s`
      : said.dataset.none;
    document.getElementById("move").disabled = !event;
    document.getElementById("remove").disabled = !event;
  }

  function prepareBounds() {
    for (const slider of document.querySelectorAll("[data-bound]")) {
      const field = document.querySelector(`[data-field="${slider.dataset.bound}"]`);
      slider.min = state.view.clock.first_s;
      slider.max = end();
      slider.value = slider.dataset.bound === "start" ? slider.min : slider.max;
      slider.addEventListener("input", () => {
        field.value = Number(slider.value).toFixed(2);
        film?.pause();
        seek(Number(slider.value));
      });
    }
  }

  function listenToKeys() {
    document.addEventListener("keydown", (event) => {
      const at = event.target;
      if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) {
        return;
      }
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
        event.preventDefault();
        step(event.key === "ArrowLeft" ? -1 : 1);
      } else if (event.key === " " && !/^(BUTTON|A|SUMMARY|VIDEO)$/.test(at.tagName)) {
        event.preventDefault();
        toggle();
      }
    });
  }

  function listenToFilm() {
    if (!film) {
      return;
    }
    film.addEventListener("play", () => {
      play.textContent = words.pause;
      follow();
    });
    film.addEventListener("pause", () => {
      play.textContent = words.play;
    });
    film.addEventListener("seeked", () => {
      if (film.paused && Math.abs(film.currentTime - toVideo(state.time_s)) > 0.05) {
        state.time_s = fromVideo(film.currentTime);
        show();
      }
    });
  }

  function listenToButtons() {
    play.addEventListener("click", toggle);
    film?.addEventListener("click", toggle);
    timeline.addEventListener("click", (event) => {
      if (!event.target.closest("button")) {
        const box = timeline.getBoundingClientRect();
        const share = (event.clientX - box.left) / box.width;
        film?.pause();
        seek(state.view.clock.first_s + share * (end() - state.view.clock.first_s));
      }
    });
    document.getElementById("back").addEventListener("click", () => step(-1));
    document.getElementById("on").addEventListener("click", () => step(1));
    document.getElementById("speed").addEventListener("change", (event) => {
      if (film) {
        film.playbackRate = Number(event.target.value);
      }
    });
    unloop.addEventListener("click", () => {
      state.loop = null;
      unloop.hidden = true;
    });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-loop-start]");
      if (button) {
        loop(Number(button.dataset.loopStart), Number(button.dataset.loopEnd));
      }
    });
  }

  async function load() {
    const answer = await fetch(words.view, { headers: { Accept: "application/json" } });
    state.view = await answer.json();
    drawTimeline();
    choose(null);
  }

  async function corrected() {
    await load();
    for (const plot of state.plots) {
      const angle = state.view.angles[plot.root.parentElement.dataset.angle];
      if (angle) {
        plot.setData([state.view.time_s, angle.left, angle.right]);
      }
    }
    show();
    place.dataset.corrected = String(Number(place.dataset.corrected || 0) + 1);
  }

  async function begin() {
    await load();
    prepareBounds();
    document.addEventListener("corrected", corrected);
    state.plots = [...document.querySelectorAll(".plot")].map(plotOf);
    listenToKeys();
    listenToFilm();
    listenToButtons();
    seek(state.view.events.length ? state.view.events[0].time_s : state.view.clock.first_s);
    place.dataset.ready = "true";
  }

  const ready = begin();
  return { state, seek, ready, step };
})();
