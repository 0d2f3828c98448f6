for (const details of document.querySelectorAll('details')) details.open = true;
await new Promise(done => setTimeout(done, 100));
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const pixel = colour => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
};
const background = element => {
  for (let up = element; up; up = up.parentElement) {
    const colour = pixel(getComputedStyle(up).backgroundColor);
    if (colour[3] === 255) return colour;
  }
  return [255, 255, 255, 255];
};
const luminance = ([red, green, blue]) => [red, green, blue]
  .map(v => v / 255)
  .map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const weak = [];
let checked = 0;
for (const element of document.querySelectorAll('body *')) {
  const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
  if (!own || ['SCRIPT', 'STYLE'].includes(element.tagName) || !element.getClientRects().length) continue;
  const style = getComputedStyle(element);
  const ink = luminance(pixel(element instanceof SVGElement ? style.fill : style.color));
  const paper = luminance(background(element));
  const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  checked++;
  if (ratio < 4.5) weak.push(ratio.toFixed(2) + ' ' + element.outerHTML.slice(0, 120));
}
return {checked, weak};
