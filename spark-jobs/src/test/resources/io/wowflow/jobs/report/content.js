const text = element => element.textContent.replace(/\s+/g, ' ').trim();
const links = [...document.querySelectorAll('nav a')];
const curve = document.querySelector('#objective .curve').getBoundingClientRect();
const strip = document.querySelector('.film img').getBoundingClientRect();
const cells = [...document.querySelectorAll('.heat td[style]')];
const light = cell => {
  const canvas = document.createElement('canvas').getContext('2d');
  canvas.fillStyle = getComputedStyle(cell).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((a, b) => a + b);
};
const byHeat = cells.sort((a, b) => a.style.getPropertyValue('--heat') - b.style.getPropertyValue('--heat'));
return {
  heading: text(document.querySelector('h1')),
  links: links.map(text),
  deadLinks: links.map(link => link.getAttribute('href')).filter(href => !document.querySelector(href)),
  curves: document.querySelectorAll('svg.chart .curve').length,
  curveHeight: curve.height,
  strips: document.querySelectorAll('#states > .scroll figure.film').length,
  stripWidth: strip.width,
  text: text(document.body),
  nearest: light(byHeat[0]),
  farthest: light(byHeat[byHeat.length - 1]),
};
