for (const details of document.querySelectorAll('details')) details.open = true;
const inScroll = element => element.closest('.scroll') || element.closest('.skip') || element.closest('.hidden');
const cut = [...document.querySelectorAll('h1, h2, h3, p, dd, dt, a, button, li, summary, figcaption')]
  .filter(element => !inScroll(element) && element.getClientRects().length)
  .filter(element => {
    const box = element.getBoundingClientRect();
    return box.left < 0 || box.right > innerWidth + 0.5 || element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline';
  })
  .map(element => element.outerHTML.slice(0, 200));
const sizes = [...document.querySelectorAll('p, dd, dt, td, th, a, li, span, small, figcaption, text')]
  .filter(element => element.textContent.trim() && element.getClientRects().length && !inScroll(element))
  .map(element => {
    const size = parseFloat(getComputedStyle(element).fontSize);
    const svg = element.closest('svg');
    return svg ? size * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : size;
  });
return {
  width: innerWidth,
  scrollWidth: document.documentElement.scrollWidth,
  cut,
  smallest: Math.min(...sizes),
  brokenImages: [...document.images].filter(image => !image.naturalWidth).map(image => image.alt),
  firstSection: document.querySelector('section').id,
  steps: document.querySelectorAll('#states .film').length
    ? [...document.querySelectorAll('.ticks span')].filter(tick => tick.getClientRects().length).length
    : 0,
};
