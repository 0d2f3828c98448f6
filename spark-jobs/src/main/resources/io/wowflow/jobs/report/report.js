(() => {
  'use strict';
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });

  playStates(document.getElementById('plane'));
  turnPages(document.querySelector('.paged'));
  readMap(document.getElementById('map'));

  function playStates(plane) {
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
  }

  function turnPages(box) {
    if (!box) return;
    const ROWS = 20;
    const rows = [...box.querySelectorAll('tbody tr')];
    const words = rows.map(row => [...row.cells].slice(0, 2).map(cell => cell.textContent.toLowerCase()).join(' '));
    const search = document.getElementById('matching-search');
    const back = document.getElementById('matching-back');
    const on = document.getElementById('matching-on');
    const at = document.getElementById('matching-page');
    let page = 0;

    function show() {
      const wanted = search.value.trim().toLowerCase();
      const found = rows.filter((row, i) => words[i].includes(wanted));
      const pages = Math.max(1, Math.ceil(found.length / ROWS));
      page = Math.max(0, Math.min(page, pages - 1));
      const shown = new Set(found.slice(page * ROWS, (page + 1) * ROWS));
      for (const row of rows) row.hidden = !shown.has(row);
      back.disabled = page === 0;
      on.disabled = page === pages - 1;
      at.textContent = found.length ? `page ${page + 1} of ${pages}` : 'no such class';
    }

    const turn = by => () => {
      page += by;
      show();
    };
    back.addEventListener('click', turn(-1));
    on.addEventListener('click', turn(1));
    search.addEventListener('input', turn(-Infinity));
    addEventListener('beforeprint', () => rows.forEach(row => { row.hidden = false; }));
    addEventListener('afterprint', show);
    box.classList.remove('low');
    document.querySelector('.pages').hidden = false;
    show();
  }

  function readMap(map) {
    if (!map) return;
    const AROUND = 3;
    const rowNames = JSON.parse(map.dataset.rows);
    const columnNames = JSON.parse(map.dataset.columns);
    const pairs = JSON.parse(map.dataset.pairs);
    const from = +map.dataset.from;
    const to = +map.dataset.to;
    const digits = +map.dataset.digits;
    const unit = map.dataset.unit;
    const reading = document.getElementById('reading');
    const around = document.getElementById('around');
    const figures = [...document.querySelectorAll('.map')];
    const maps = figures.map(figure => ({
      when: figure.dataset.when,
      cells: figure.querySelector('.cells'),
      cursor: figure.querySelector('.cursor'),
      bytes: Uint8Array.from(atob(figure.dataset.numbers), c => c.charCodeAt(0)),
    }));
    const place = (one, row, column) => {
      const at = 2 * (row * columnNames.length + column);
      return (one.bytes[at] + 256 * one.bytes[at + 1]) / 65535;
    };
    const text = share => (from + share * (to - from)).toFixed(digits);
    let row = 0;
    let column = Math.max(0, pairs[0]);

    function read() {
      const values = maps.map(one => `${text(place(one, row, column))} ${one.when}`).join(', ');
      reading.textContent = `${rowNames[row]} \u2192 ${columnNames[column]}: ${values}, in ${unit}`
        + (pairs[row] === column ? ' (matched)' : pairs[row] < 0 ? '' : `; ${rowNames[row]} is matched with ${columnNames[pairs[row]]}`);
      for (const one of maps) {
        one.cursor.hidden = false;
        one.cursor.style.left = 100 * column / columnNames.length + '%';
        one.cursor.style.top = 100 * row / rowNames.length + '%';
        one.cursor.style.width = 100 / columnNames.length + '%';
        one.cursor.style.height = 100 / rowNames.length + '%';
      }
    }

    function element(name, parent, content) {
      const out = document.createElement(name);
      if (content !== undefined) out.textContent = content;
      parent.append(out);
      return out;
    }

    function light(colour) {
      return [0, 2, 4]
        .map(i => parseInt(colour.slice(i, i + 2), 16) / 255)
        .map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    }

    function near(at, size) {
      const count = Math.min(size, 2 * AROUND + 1);
      const first = Math.max(0, Math.min(at - AROUND, size - count));
      return Array.from({length: count}, (_, i) => first + i);
    }

    function zoom() {
      around.replaceChildren();
      const rows = near(row, rowNames.length);
      const columns = near(column, columnNames.length);
      for (const one of maps) {
        const box = element('div', around);
        box.className = 'scroll';
        box.tabIndex = 0;
        box.setAttribute('role', 'region');
        box.setAttribute('aria-label', 'The numbers around the pair ' + one.when);
        const table = element('table', box);
        table.className = 'heat wide';
        element('caption', table, `around ${rowNames[row]} \u2192 ${columnNames[column]}, ${one.when}, ${unit}`);
        const head = element('tr', element('thead', table));
        element('td', head);
        for (const c of columns) element('th', head, columnNames[c]).scope = 'col';
        const body = element('tbody', table);
        for (const r of rows) {
          const line = element('tr', body);
          element('th', line, rowNames[r]).scope = 'row';
          for (const c of columns) {
            const value = place(one, r, c);
            const level = Math.round(255 * value);
            const colour = map.dataset.colours.slice(6 * level, 6 * level + 6);
            const cell = element('td', line, text(value));
            cell.style.background = '#' + colour;
            cell.style.color = light(colour) > 0.179 ? '#000' : '#fff';
            cell.classList.toggle('matched', pairs[r] === c);
            cell.classList.toggle('here', r === row && c === column);
          }
        }
      }
    }

    const inside = (value, size) => Math.max(0, Math.min(size - 1, value));
    for (const {cells} of maps) {
      const point = event => {
        const box = cells.getBoundingClientRect();
        row = inside(Math.floor((event.clientY - box.top) / box.height * rowNames.length), rowNames.length);
        column = inside(Math.floor((event.clientX - box.left) / box.width * columnNames.length), columnNames.length);
        read();
      };
      cells.addEventListener('pointermove', point);
      cells.addEventListener('click', event => {
        point(event);
        zoom();
      });
      cells.addEventListener('keydown', event => {
        const step = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]}[event.key];
        if (event.key === 'Enter') zoom();
        if (!step) return;
        event.preventDefault();
        row = inside(row + step[0], rowNames.length);
        column = inside(column + step[1], columnNames.length);
        read();
      });
    }
    for (const button of document.querySelectorAll('.zoom')) {
      button.hidden = false;
      button.setAttribute('aria-label', 'Show ' + button.closest('tr').cells[0].textContent + ' on the map');
      button.addEventListener('click', () => {
        row = +button.dataset.row;
        column = Math.max(0, pairs[row]);
        read();
        zoom();
        reading.scrollIntoView({block: 'center'});
      });
    }
    document.querySelector('.reading').hidden = false;
  }
})();
