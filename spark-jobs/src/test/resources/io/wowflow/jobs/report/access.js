const landmarks = [...document.querySelectorAll('header, nav, main, footer')].map(element => element.localName);
const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(heading => +heading.localName[1]);
const skippedLevels = levels.filter((level, i) => level > (i ? levels[i - 1] : 0) + 1);
const name = element => (element.getAttribute('aria-label')
  || element.getAttribute('alt')
  || (element.labels && element.labels.length && element.labels[0].textContent)
  || (element.getAttribute('aria-labelledby') && document.getElementById(element.getAttribute('aria-labelledby')).textContent)
  || (['a', 'button', 'summary', 'output'].includes(element.localName) && element.textContent)
  || '').trim();
const stops = [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')];
const pictures = [...document.querySelectorAll('img, svg, section, nav')];
const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
return {
  landmarks,
  language: document.documentElement.lang,
  skippedLevels,
  unnamed: [...stops, ...pictures].filter(element => !name(element)).map(element => element.outerHTML.slice(0, 200)),
  badTables: [...document.querySelectorAll('table')]
    .filter(table => !table.caption || !table.querySelector('th[scope=col]') || table.querySelector('tbody tr:not(:has(th[scope=row]))'))
    .map(table => table.outerHTML.slice(0, 200)),
  firstStop: stops[0].textContent,
  positiveTabindex: document.querySelectorAll('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])').length,
  duplicateIds: ids.filter((id, i) => ids.indexOf(id) !== i),
};
