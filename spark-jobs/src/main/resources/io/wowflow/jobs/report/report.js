(() => {
  'use strict';
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });

  const plane = document.getElementById('plane');
  const stills = [...document.querySelectorAll('.still')];
  if (!plane || stills.length < 2) return;

  const dots = [...plane.querySelectorAll('.dots')];
  const numbers = path => [...path.getAttribute('d').matchAll(/M(-?[\d.]+) (-?[\d.]+)/g)].map(m => [+m[1], +m[2]]);
  const frames = stills.map(still => [...still.querySelectorAll('.dots')].map(numbers));
  const steps = stills.map(still => +still.dataset.step);
  const last = frames.length - 1;
  const play = document.getElementById('play');
  const slider = document.getElementById('frame');
  const at = document.getElementById('at');
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const FRAME_MILLISECONDS = 700;
  let time = last;
  let timer = 0;

  function show(t) {
    time = t;
    const k = Math.min(Math.floor(t), last - 1);
    const share = t - k;
    dots.forEach((path, c) => {
      const from = frames[k][c];
      const to = frames[k + 1][c];
      const between = from.length === to.length
        ? from.map(([x, y], i) => [x + share * (to[i][0] - x), y + share * (to[i][1] - y)])
        : (share < 0.5 ? from : to);
      path.setAttribute('d', between.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join(''));
    });
    const near = Math.round(t);
    slider.value = near;
    slider.setAttribute('aria-valuetext', 'step ' + steps[near]);
    at.textContent = steps[near];
  }

  function stop() {
    cancelAnimationFrame(timer);
    clearInterval(timer);
    timer = 0;
    play.textContent = 'Play';
  }

  function start() {
    play.textContent = 'Pause';
    if (time >= last) show(0);
    if (calm.matches) {
      timer = setInterval(() => (time >= last ? stop() : show(Math.floor(time) + 1)), FRAME_MILLISECONDS);
      return;
    }
    const begun = performance.now() - time * FRAME_MILLISECONDS;
    const tick = now => {
      const t = Math.max(0, (now - begun) / FRAME_MILLISECONDS);
      show(Math.min(t, last));
      if (t >= last) stop();
      else timer = requestAnimationFrame(tick);
    };
    timer = requestAnimationFrame(tick);
  }

  play.addEventListener('click', () => (timer ? stop() : start()));
  slider.addEventListener('input', () => {
    stop();
    show(+slider.value);
  });
  document.querySelector('.controls').hidden = false;
  show(last);
})();
