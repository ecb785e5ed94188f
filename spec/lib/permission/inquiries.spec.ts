import { expect } from 'chai';
import {
  actor,
  after,
  allOf,
  anyOf,
  before,
  changed,
  check,
  deny,
  everyone,
  not,
  require,
  role,
  where,
  type PermissionOptions,
} from '../../../decorators/index.js';
import type { Actor } from '../../../lib/permission/actor.js';
import type { Change } from '../../../lib/permission/change.js';
import type { ChangeDecision, WriteOperation } from '../../../lib/permission/decide.js';
import { Evaluator } from '../../../lib/permission/evaluate.js';
import type { ChangeAnswers, ChangeInquiry } from '../../../lib/permission/inquire-change.js';
import { Policies } from '../../../lib/permission/policies.js';
import type { Condition } from '../../../lib/plan/condition.js';
import { World } from './world.js';

interface Thing {
  readonly size: number | null;
  readonly label: string | null;
}

const ALLOWED: ChangeDecision = { allowed: true, by: 'allow' };
const VET: Actor = { roles: ['vet'], name: 'a' };
const SMALL = where<Thing>({ size: 1 });
const LABEL = where<Thing>({ label: 'a' });
const isSmall = check<Thing>({ name: 'isSmall', test: ({ size }) => size === 1 });
const isOwn = check<Thing>({ name: 'isOwn', test: ({ label }, who) => who !== null && 'name' in who && label === who.name });

/** Rules of a thing, of all that an inquiry takes apart. */
const RULES: Readonly<Record<string, PermissionOptions['update']>> = {
  everyone: everyone(),
  role: role('vet'),
  where: SMALL,
  not: not(SMALL),
  actor: where({ label: actor('name') }),
  check: isSmall,
  'check of the actor': isOwn,
  'check or where': anyOf(isSmall, LABEL),
  'check and where': allOf(isSmall, LABEL),
  'not a check': not(isSmall),
  changed: changed('label'),
  'changed or where': anyOf(changed('label'), SMALL),
  'not changed': not(changed('label')),
  'changed and where': allOf(changed('size'), where({ label: 'a' })),
  before: before({ size: 1 }),
  after: after({ size: 1 }),
  'before and after': allOf(before({ size: 1 }), after({ size: 2 })),
  'before or after': anyOf(before({ size: 1 }), after({ size: 1 })),
  'not after': not(after({ size: 1 })),
  deny: [everyone(), deny(SMALL)],
  'deny a check': [everyone(), deny(isSmall)],
  'deny after': [everyone(), deny(after({ size: 1 }))],
  'deny changed': [everyone(), deny(changed('size'))],
  require: [everyone(), require(SMALL)],
  'require after': [everyone(), require(after({ size: 1 }))],
  'require before or check': [everyone(), require(anyOf(before({ size: 1 }), isSmall))],
  several: [SMALL, changed('label'), deny(where({ label: 'b' })), require(not(isSmall))],
};

const OBJECTS = [
  { size: 1, label: 'a' },
  { size: 1, label: 'b' },
  { size: 2, label: 'a' },
  { size: 2, label: null },
  { size: null, label: 'b' },
];

/** The inquiry of a world, with a source that evaluates what it is asked on the objects themselves. */
class Asked {
  readonly world: World;
  readonly policies: Policies;
  readonly #evaluator: Evaluator;

  constructor(permission: PermissionOptions) {
    this.world = new World({ Thing: permission });
    expect(this.world.messages).to.deep.equal([]);
    this.policies = new Policies(this.world.model);
    this.#evaluator = new Evaluator(this.world.model);
  }

  inquiry(operation: WriteOperation, who: Actor): ChangeInquiry {
    return this.policies.inquire(this.world.manager('Thing'), operation, who);
  }

  answers(inquiry: ChangeInquiry, change: Change, named: readonly string[]): ChangeAnswers {
    const of = (conditions: readonly Condition[], object: object | undefined) =>
      conditions.map((each) => object && this.#evaluator.truth(each, object));
    return {
      before: of(inquiry.before, change.before),
      after: of(inquiry.after, change.after),
      change,
      type: this.world.manager('Thing'),
      named: new Set(named),
    };
  }
}

function changesOf(operation: WriteOperation, { world }: Asked): readonly Change[] {
  const things = OBJECTS.map((values) => world.thing(values));
  if (operation === 'create') return things.map((thing) => ({ after: thing }));
  if (operation === 'delete') return things.map((thing) => ({ before: thing }));
  return things.flatMap((one) => things.map((other) => ({ before: one, after: other })));
}

/** Rules that ask for a change have none to ask about in other operations. */
const operationsOf = (name: string): readonly WriteOperation[] =>
  /changed|before|after|several/.test(name) ? ['update'] : ['create', 'update', 'delete'];

interface Case {
  readonly operation: WriteOperation;
  readonly who: Actor;
  readonly change: Change;
  /** Whether something waits for the object as it will be. */
  readonly late: boolean;
}

/** What is refused beforehand is refused afterwards; what asks for nothing but the object as it was is refused beforehand. */
function compare(asked: Asked, { operation, who, change, late }: Case): void {
  const inquiry = asked.inquiry(operation, who);
  const expected = asked.policies.decide(asked.world.manager('Thing'), operation, who, change);
  const answers = asked.answers(inquiry, change, []);
  expect(inquiry.decide(answers), operation).to.deep.equal(expected);
  const refused = inquiry.refusal(answers);
  const isRefused = operation !== 'create' && expected.image === 'before';
  if (refused || (isRefused && !late)) expect(refused, operation).to.deep.equal(expected);
  if (operation === 'create') expect(refused).to.equal(undefined);
}

describe('inquiries of changes', () => {
  for (const [name, rule] of Object.entries(RULES)) {
    it(`decide as rules in memory do: ${name}`, () => {
      for (const operation of operationsOf(name)) {
        const asked = new Asked({ [operation]: rule });
        for (const who of [null, VET]) {
          for (const change of changesOf(operation, asked)) compare(asked, { operation, who, change, late: name.includes('after') });
        }
      }
    });
  }

  it('decide about the fields that are named and change', () => {
    const asked = new Asked({ update: everyone(), fields: { size: { update: role('vet') } } });
    const [one, other] = [asked.world.thing({ size: 1 }), asked.world.thing({ size: 2 })];
    const inquiry = asked.inquiry('update', null);
    const decide = (to: object, named: readonly string[], by = inquiry): ChangeDecision =>
      by.decide(asked.answers(by, { before: one, after: to }, named));
    const refused = { allowed: false, by: 'no-allow', image: 'before', field: 'size' };
    expect([...inquiry.watched]).to.deep.equal(['size']);
    expect(decide(other, ['size'])).to.deep.equal(refused);
    expect(decide(other, ['label'])).to.deep.equal(ALLOWED);
    expect(decide(one, ['size'])).to.deep.equal(ALLOWED);
    expect(decide(other, ['size'], asked.inquiry('update', VET))).to.deep.equal(ALLOWED);
    const { after: _after, ...early } = asked.answers(inquiry, { before: one }, ['size']);
    expect(inquiry.refusal(early)).to.deep.equal(refused);
    expect(inquiry.refusal({ ...early, named: new Set() })).to.equal(undefined);
  });

  it('decide about the fields that a create names', () => {
    const asked = new Asked({ create: everyone(), fields: { size: { create: role('vet') } } });
    const decide = (who: Actor, named: readonly string[]): ChangeDecision => {
      const inquiry = asked.inquiry('create', who);
      return inquiry.decide(asked.answers(inquiry, { after: asked.world.thing({ size: 1 }) }, named));
    };
    expect(decide(null, ['size'])).to.deep.equal({ allowed: false, by: 'no-allow', image: 'after', field: 'size' });
    expect(decide(VET, ['size'])).to.deep.equal(ALLOWED);
    expect(decide(null, ['label'])).to.deep.equal(ALLOWED);
  });

  it('decide about relations to many that are named, whatever becomes of them', () => {
    const world = new World({ Shelf: { update: everyone(), fields: { things: { update: role('vet') } } } });
    expect(world.messages).to.deep.equal([]);
    const type = world.manager('Shelf');
    const shelf = world.make('Shelf', { id: 1 });
    const decide = (who: Actor): ChangeDecision =>
      new Policies(world.model)
        .inquire(type, 'update', who)
        .decide({ before: [], after: [], change: { before: shelf, after: shelf }, type, named: new Set(['things']) });
    expect(decide(null)).to.deep.equal({ allowed: false, by: 'no-allow', image: 'before', field: 'things' });
    expect(decide(VET)).to.deep.equal(ALLOWED);
  });

  it('ask the class that is asked for and the own class of an object, and no other', () => {
    const world = new World({ Animal: { update: everyone() }, Dog: { update: role('vet') }, Cat: { update: role('none') } });
    const inquiryFor = (who: Actor): ChangeInquiry => new Policies(world.model).inquire(world.manager('Animal'), 'update', who);
    const decide = (name: 'Dog' | 'Cat', who: Actor): ChangeDecision => {
      const object = world.make(name, { id: 1 });
      const change = { before: object, after: object };
      return inquiryFor(who).decide({ before: [], after: [], change, type: world.manager(name), named: new Set() });
    };
    const refused = { allowed: false, by: 'no-allow', image: 'before' };
    expect(decide('Dog', null)).to.deep.equal(refused);
    expect(decide('Dog', VET)).to.deep.equal(ALLOWED);
    expect(decide('Cat', VET)).to.deep.equal(refused);
    expect(inquiryFor(VET).allowedAfter(new Set())).to.equal(undefined);
  });

  it('watch the fields of which rules ask whether they change', () => {
    const watched = (rule: PermissionOptions['update']): readonly string[] => [
      ...new Asked({ update: rule } as PermissionOptions).inquiry('update', null).watched,
    ];
    expect(watched(anyOf(changed<Thing>('label'), allOf(SMALL, not(changed<Thing>('size')))))).to.deep.equal(['label', 'size']);
    expect(watched(SMALL)).to.deep.equal([]);
  });

  it('ask each question once, and nothing that memory answers', () => {
    const questions = (rule: PermissionOptions['update'], operation: WriteOperation = 'update'): readonly number[] => {
      const { before: was, after: becomes } = new Asked({ [operation]: rule }).inquiry(operation, null);
      return [was.length, becomes.length];
    };
    expect(questions(SMALL)).to.deep.equal([1, 1]);
    expect(questions(SMALL, 'create')).to.deep.equal([0, 1]);
    expect(questions(SMALL, 'delete')).to.deep.equal([1, 0]);
    expect(questions(everyone())).to.deep.equal([0, 0]);
    expect(questions(changed('label'))).to.deep.equal([0, 0]);
    expect(questions(before({ size: 1 }))).to.deep.equal([1, 0]);
    expect(questions(after({ size: 1 }))).to.deep.equal([0, 1]);
    expect(questions(anyOf(changed('label'), SMALL))).to.deep.equal([1, 1]);
  });

  it('tell what has to be true of a new object, where its source can be asked', () => {
    const needed = (rule: PermissionOptions['create'], named: readonly string[] = []): Condition | undefined =>
      new Asked({ create: rule, fields: { size: { create: where({ label: 'a' }) } } } as PermissionOptions)
        .inquiry('create', null)
        .allowedAfter(new Set(named));
    expect(needed(SMALL)).to.have.property('kind', 'compare');
    expect(needed(SMALL, ['size'])).to.have.property('kind', 'and');
    expect(needed(SMALL, ['label'])).to.have.property('kind', 'compare');
    expect(needed(everyone())).to.deep.equal({ kind: 'true' });
    expect(needed(isSmall)).to.equal(undefined);
  });
});
