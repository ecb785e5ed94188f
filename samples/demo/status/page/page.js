// The status page: asks for new points every second, and draws them.
const { uPlot } = globalThis;
const COLOURS = ['#3b82c4', '#d9822b', '#2e9e5b', '#a45bc9', '#d1495b', '#1aa6a6', '#8a7a1f', '#6b7785'];
/** Outcomes and states mean the same in every chart. */
const MEANING = {
  ok: '#2e9e5b',
  allowed: '#2e9e5b',
  refused: '#d9822b',
  invalid: '#3b82c4',
  missing: '#6b7785',
  conflict: '#a45bc9',
  limit: '#8a7a1f',
  failed: '#d1495b',
  denied: '#d1495b',
  dead: '#d1495b',
  waiting: '#d1495b',
};
const HEIGHT = 150;
const EVERY_MS = 1000;
const KEPT_SECONDS = 600;

const byId = (id) => document.getElementById(id);
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const state = { points: [], seconds: 180, paused: false, charts: [] };

const { title, panels } = await (await fetch('/panels.json')).json();
document.title = `${title}: status`;
byId('title').textContent = title;
for (const panel of panels) state.charts.push(chartOf(panel));

for (const button of document.querySelectorAll('[data-seconds]'))
  button.addEventListener('click', () => {
    for (const each of document.querySelectorAll('[data-seconds]')) each.setAttribute('aria-pressed', String(each === button));
    state.seconds = Number(button.dataset.seconds);
    draw();
  });
byId('pause').addEventListener('click', ({ currentTarget }) => {
  state.paused = !state.paused;
  currentTarget.setAttribute('aria-pressed', String(state.paused));
  if (!state.paused) draw();
});
addEventListener('resize', () => {
  for (const { plot, place } of state.charts) plot?.setSize({ width: place.clientWidth, height: HEIGHT });
});

await ask();
setInterval(ask, EVERY_MS);

async function ask() {
  try {
    const { failing, points } = await (await fetch(`/points.json?after=${state.points.at(-1)?.at ?? 0}`)).json();
    state.points.push(...points);
    const oldest = (state.points.at(-1)?.at ?? 0) - KEPT_SECONDS * 1000;
    while (state.points.length > 0 && state.points[0].at < oldest) state.points.shift();
    tell(failing ? 'bad' : 'good', failing ? 'The app does not answer.' : 'The app answers.');
    if (!state.paused) draw();
  } catch {
    tell('bad', 'The status page is not served any more.');
  }
}

function tell(kind, text) {
  const place = byId('state');
  // Told once, since screen readers say what changes.
  if (place.textContent !== text) place.textContent = text;
  place.className = kind;
}

/** The section of a panel; its plot is made as soon as it is known which lines there are. */
function chartOf({ id, title: heading, unit, hint }) {
  const section = document.createElement('section');
  section.id = id;
  section.setAttribute('aria-labelledby', `${id}-title`);
  const text = (tag, content, properties = {}) => Object.assign(document.createElement(tag), { textContent: content, ...properties });
  const name = text('h2', `${heading} `, { id: `${id}-title` });
  name.append(text('small', unit));
  const place = text('div', '', { className: 'chart', ariaHidden: 'true' });
  const table = document.createElement('table');
  table.append(text('caption', `${heading}, ${unit}, now`, { className: 'hidden' }), document.createElement('tbody'));
  section.append(name, text('p', hint, { className: 'hint' }), place, table);
  byId('panels').append(section);
  return { id, place, table: table.querySelector('tbody'), lines: [], plot: undefined };
}

function draw() {
  const shown = state.points.slice(-state.seconds);
  for (const chart of state.charts) drawChart(chart, shown);
}

function drawChart(chart, points) {
  const names = [...new Set(state.points.flatMap(({ panels: all }) => Object.keys(all[chart.id] ?? {})))].sort();
  if (names.join() !== chart.lines.join() || !chart.plot) remake(chart, names);
  const times = points.map(({ at }) => at / 1000);
  const columns = chart.lines.map((line) => points.map(({ panels: all }) => all[chart.id]?.[line] ?? null));
  chart.plot.setData([times, ...columns], false);
  const end = times.at(-1) ?? Date.now() / 1000;
  const top = Math.max(0, ...columns.flat());
  chart.plot.batch(() => {
    chart.plot.setScale('x', { min: end - state.seconds, max: end });
    chart.plot.setScale('y', { min: 0, max: top > 0 ? top * 1.1 : 1 });
  });
  chart.lines.forEach((_, index) => {
    const value = columns[index].at(-1) ?? null;
    chart.table.rows[index].cells[1].textContent = value === null ? '–' : number.format(value);
  });
}

const colourOf = (name, index) => MEANING[name] ?? COLOURS[index % COLOURS.length];

function remake(chart, names) {
  chart.plot?.destroy();
  chart.lines = names;
  const stroke = getComputedStyle(document.querySelector('.hint')).color;
  const axis = { stroke, grid: { stroke: '#8884', width: 1 }, ticks: { show: false } };
  const times = (_, values) => values.map((each) => clock.format(each * 1000));
  chart.plot = new uPlot(
    {
      width: chart.place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false },
      scales: { x: { time: true, auto: false }, y: { auto: false } },
      axes: [
        { ...axis, space: 80, size: 30, values: times },
        { ...axis, size: 54, values: (_, values) => values.map((each) => number.format(each)) },
      ],
      series: [{}, ...names.map((label, index) => ({ label, stroke: colourOf(label, index), width: 2, points: { show: false } }))],
    },
    [[], ...names.map(() => [])],
    chart.place,
  );
  chart.table.replaceChildren(
    ...names.map((name, index) => {
      const row = document.createElement('tr');
      const head = Object.assign(document.createElement('th'), { scope: 'row' });
      const mark = Object.assign(document.createElement('span'), { className: 'mark' });
      mark.style.background = colourOf(name, index);
      head.append(mark, name);
      row.append(head, document.createElement('td'));
      return row;
    }),
  );
}
