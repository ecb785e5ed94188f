import { expect } from 'chai';
import { Kind, parse, validate, visit, type DocumentNode } from 'graphql';
import { checkLimits } from '../../../integrations/graphql-server/check-limits.js';
import { DEFAULT_SERVER_LIMITS } from '../../../integrations/graphql-server/limits.js';
import { fragmentsOf, Meter } from '../../../integrations/graphql-server/measure.js';
import { MergeCounter } from '../../../integrations/graphql-server/merges.js';
import { parseWithin } from '../../../integrations/graphql-server/parse-within.js';
import { validateWithin } from '../../../integrations/graphql-server/validate-within.js';
import { TestApplication } from './support/application.js';
import { HOSTILE } from './support/hostile.js';

const limits = DEFAULT_SERVER_LIMITS;

/** Undefined where it is refused, which is what such a document is for. */
const attempt = <T>(run: () => T): T | undefined => {
  try {
    return run();
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
      const document = attempt(() => parse(text));
      if (!document) return void expect(() => parseWithin(text, limits)).to.throw();
      const fragments = attempt(() => fragmentsOf(document));
      if (!fragments) return void expect(() => checkLimits(document, limits)).to.throw('only one fragment');
      const meter = new Meter(fragments, limits);
      const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
      for (const each of operations) attempt(() => meter.operation(each));
      expect(meter.visited).to.be.at.most(written(document));
      // What counts pairs stops by itself, whatever came before it.
      const merges = new MergeCounter(fragments, limits.maxFields);
      for (const each of operations) merges.add(each.selectionSet);
      expect(merges.visited).to.be.at.most(limits.maxFields);
    });
  }

  it('are refused before validation, whose errors they would be, where fragments are wrong for any schema', () => {
    const messages: Readonly<Record<string, string>> = {
      '{ ...A } fragment A on Query { ...A }': 'Cannot spread fragment "A" within itself.',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }':
        'Cannot spread fragment "A" within itself via "B", "C".',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...B }':
        'Cannot spread fragment "B" within itself via "C".',
      '{ hello } fragment A on Query { hello }': 'Fragment "A" is never used.',
      '{ ...A } fragment A on Query { hello } fragment A on Query { hello }': 'There can be only one fragment named "A".',
    };
    for (const [text, message] of Object.entries(messages)) {
      expect(() => checkLimits(parse(text), limits), text).to.throw(message);
      expect(validate(schema, parse(text)).map((error) => error.message)).to.include(message);
    }
  });

  it('that fragments contain one another are told by a few of them', () => {
    const text = HOSTILE['fragments in a short cycle'] ?? '';
    expect(() => checkLimits(parse(text), limits)).to.throw(/ within itself via ("F\d+",? ?){10}\.$/);
  });

  it('are told no more than some errors', () => {
    const document = parse(`{ ${Array.from({ length: 29 }, (_, index) => `x${index}`).join(' ')} }`);
    expect(validateWithin(schema, document)).to.have.length(6);
    expect(validateWithin(schema, parse('{ hell }'), undefined, false)[0]?.message).not.to.include('Did you mean');
    expect(validateWithin(schema, parse('{ hell }'), undefined, true)[0]?.message).to.include('Did you mean');
  });

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
