import { expect } from 'chai';
import { Kind, parse, validate, visit, type DocumentNode } from 'graphql';
import { checkLimits } from '../../../integrations/graphql-server/check-limits.js';
import { DEFAULT_SERVER_LIMITS } from '../../../integrations/graphql-server/limits.js';
import { fragmentsOf, Meter } from '../../../integrations/graphql-server/measure.js';
import { MergeCounter } from '../../../integrations/graphql-server/merges.js';
import { parseWithin } from '../../../integrations/graphql-server/parse-within.js';
import { TestApplication } from './support/application.js';
import { HOSTILE } from './support/hostile.js';

const limits = DEFAULT_SERVER_LIMITS;

const parsed = (text: string): DocumentNode | undefined => {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
};

/** Selections as they are written. */
function written(document: DocumentNode): number {
  let count = 0;
  const one = (): void => {
    count += 1;
  };
  visit(document, { Field: one, FragmentSpread: one, InlineFragment: one });
  return count;
}

describe('graphql-server: hostile documents', () => {
  const { schema } = new TestApplication();

  for (const [title, text] of Object.entries(HOSTILE)) {
    it(`are measured in one walk: ${title}`, () => {
      const document = parsed(text);
      if (!document) return void expect(() => parseWithin(text, limits)).to.throw();
      const fragments = fragmentsOf(document);
      const meter = new Meter(fragments);
      for (const each of document.definitions) {
        if (each.kind === Kind.OPERATION_DEFINITION) meter.operation(each);
        if (each.kind === Kind.FRAGMENT_DEFINITION) meter.unused(each);
      }
      expect(meter.visited).to.be.at.most(written(document));
      // What counts pairs stops by itself, whatever came before it.
      const merges = new MergeCounter(fragments, limits.maxFields);
      for (const each of document.definitions) if ('selectionSet' in each && each.selectionSet) merges.add(each.selectionSet);
      expect(merges.visited).to.be.at.most(limits.maxFields);
    });
  }

  it('that reach validation are few, and do not make it grow by the square', () => {
    const within = Object.entries(HOSTILE).flatMap(([title, text]) => {
      try {
        return [[title, parseWithin(text, limits)] as const];
      } catch {
        return [];
      }
    });
    expect(within.length).to.be.lessThan(Object.keys(HOSTILE).length / 2);
    for (const [title, document] of within) {
      // graphql-js gives up validation with this message when it has compared too much.
      const aborted = validate(schema, document).some(({ message }) => message === 'Validation aborted.');
      expect(aborted, title).to.equal(false);
    }
  });

  it('could make validation give up, were it not for the limits', () => {
    const aborted = ['sets that merge', 'one field many times'].map((title) => HOSTILE[title] ?? '');
    for (const text of aborted) {
      expect(validate(schema, parse(text)).map(({ message }) => message)).to.include('Validation aborted.');
      expect(() => checkLimits(parse(text), limits)).to.throw();
    }
  });
});
