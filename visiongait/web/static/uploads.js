// Videos go to the desk in pieces (tus), a few at a time; what was interrupted goes on where it stopped.
"use strict";

(() => {
  const AT_ONCE = 3;
  const PIECE_BYTES = 8 * 1024 * 1024;
  const RETRY_MS = [0, 500, 1000, 2000, 5000, 5000, 10000, 10000, 30000, 30000];

  const drop = document.getElementById("drop");
  const inputs = document.querySelectorAll('input[type="file"]');
  const list = document.getElementById("arriving");
  const form = document.getElementById("session");
  const waiting = [];
  let running = 0;
  let session = null;

  if (form) {
    form.addEventListener("input", () => {
      session = null;
    });
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  function ensureSession() {
    if (!form) {
      return Promise.resolve("");
    }
    session ??= desk
      .post("/sessions", new URLSearchParams(new FormData(form)))
      .then((said) => said.session)
      .catch((fault) => {
        session = null;
        throw fault;
      });
    return session;
  }

  function rowOf(file) {
    const row = document.createElement("li");
    const name = document.createElement("span");
    const bar = document.createElement("progress");
    const said = document.createElement("span");
    const stop = document.createElement("button");
    name.textContent = file.name;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    said.className = "soft small";
    stop.type = "button";
    stop.className = "button small";
    stop.textContent = drop.dataset.stop;
    row.append(name, bar, said, stop);
    list.append(row);
    return { row, bar, said, stop };
  }

  function next() {
    while (running < AT_ONCE && waiting.length) {
      running += 1;
      waiting.shift()();
    }
  }

  function ended() {
    running -= 1;
    next();
  }

  function send(file, id, shown) {
    const upload = new tus.Upload(file, {
      endpoint: "/uploads",
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_MS,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, session: id },
      onBeforeRequest(request) {
        request.setHeader("X-CSRFToken", desk.token());
      },
      onProgress(sent, total) {
        shown.bar.value = (100 * sent) / total;
        shown.said.textContent = `${Math.floor((100 * sent) / total)} %`;
      },
      onShouldRetry(fault) {
        const status = fault.originalResponse ? fault.originalResponse.getStatus() : 0;
        shown.said.textContent = drop.dataset.interrupted;
        return status === 0 || status === 409 || status === 423 || status >= 508 || status === 500;
      },
      onSuccess() {
        shown.said.textContent = desk.fill(drop.dataset.done, { name: file.name });
        shown.bar.remove();
        shown.stop.remove();
        shown.row.classList.add("done");
        ended();
      },
      onError(fault) {
        failed(file, shown, reasonOf(fault));
        ended();
      },
    });
    shown.stop.addEventListener("click", () => {
      upload.abort(true).catch(() => {});
      shown.row.remove();
      ended();
    });
    upload.findPreviousUploads().then((earlier) => {
      if (earlier.length) {
        upload.resumeFromPreviousUpload(earlier[0]);
      }
      upload.start();
    });
  }

  function reasonOf(fault) {
    try {
      const said = JSON.parse(fault.originalResponse.getBody());
      return `${said.error} ${said.hint}`;
    } catch {
      return document.body.dataset.offline;
    }
  }

  function failed(file, shown, why) {
    shown.said.textContent = desk.fill(drop.dataset.failed, { name: file.name, why });
    shown.row.classList.add("failed");
    shown.stop.remove();
  }

  async function add(files) {
    let id;
    try {
      id = await ensureSession();
    } catch (fault) {
      desk.say(fault.message, fault.hint);
      return;
    }
    for (const file of files) {
      const shown = rowOf(file);
      waiting.push(() => send(file, id, shown));
    }
    next();
  }

  for (const input of inputs) {
    input.addEventListener("change", () => {
      add([...input.files]);
      input.value = "";
    });
  }

  let inside = 0;
  document.addEventListener("dragenter", (event) => {
    if (event.dataTransfer.types.includes("Files")) {
      inside += 1;
      drop.classList.add("over");
    }
  });
  document.addEventListener("dragleave", () => {
    inside = Math.max(0, inside - 1);
    drop.classList.toggle("over", inside > 0);
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    inside = 0;
    drop.classList.remove("over");
    add([...event.dataTransfer.files]);
  });
})();
