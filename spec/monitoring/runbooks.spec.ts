import { expect } from 'chai';
import { DASHBOARDS } from '../../monitoring/dashboards/index.js';
import { FAULTS } from '../../monitoring/drill/faults/index.js';
import { readExpression } from '../../monitoring/metric/expression.js';
import { PRODUCTION } from '../../monitoring/metric/settings.js';
import { ALERTS } from '../../monitoring/rules/alerts/index.js';
import { runbookOf } from '../../monitoring/rules/rule-file.js';
import { runbooks } from './support/runbooks.js';

describe('monitoring: runbooks', () => {
  const books = runbooks();
  const panels = DASHBOARDS.flatMap(({ title, rows }) => rows.flatMap((row) => row.panels.map((panel) => `${title} / ${panel.title}`)));

  it('are there for every alert, and for no other', () => {
    expect(books.map(({ alert }) => alert)).to.have.members(ALERTS.map(({ name }) => name));
  });

  it('are where alerts say', () => {
    expect(runbookOf('GeneralManagerDown', PRODUCTION)).to.equal('docs/runbooks.md#generalmanagerdown');
  });

  for (const { alert, panels: named, queries, text } of books) {
    it(`${alert} names panels that are there, queries that can be asked, what to do and when it is over`, () => {
      expect(named.length).to.be.above(0);
      expect(panels).to.include.members([...named]);
      expect(queries.length).to.be.above(0);
      for (const query of queries) expect(readExpression(query).metrics.length, query).to.be.above(0);
      expect(text).to.match(/\*\*First\*\*:\n\n1\. /);
      expect(text).to.contain('**Over**:');
    });
  }

  it('have a fault of the drill for every alert', () => {
    expect(FAULTS.flatMap(({ alerts }) => alerts)).to.have.members(ALERTS.map(({ name }) => name));
  });
});
