import { expect } from 'chai';
import { execute, parse, validate } from 'graphql';
import type { Application } from 'general-manager';

import { ann, boss, openOffice, type Office } from '../writes/support/office.js';

import { openRelations } from '../kinds/app/relations/store.js';
import { openValues } from '../kinds/app/values/store.js';
import type { OpenedApp } from '../kinds/app/open.js';
import { askBoth, poolOf, textOf } from './support/compare.js';
import { Operations } from './support/operations.js';
import { Random } from './support/random.js';
import { updatable } from './support/updatable.js';

interface Asked {
  readonly source: string;
  readonly variables?: Record<string, unknown>;
  readonly actor?: object | null;
}

const PREPARED = `mutation {
  a: createTeam(input: { name: "A" }) { __typename }
  p: createProject(input: {
    name: "p", owner: "ann", budget: "10.5", notes: "n", team: { connect: 1 }, brief: { create: { text: "b" } }, tags: { create: [{ label: "x" }] },
    tasks: { create: [{ id: "00000000-0000-4000-8000-000000000001", title: "one", size: "9007199254740993", due: "2024-02-29", effort: { hours: 3, unit: "h" } },
      { id: "00000000-0000-4000-8000-000000000002", title: "two", labels: ["l", "\\"m\\""] }] }
  }) { __typename }
  frozen: createProject(input: { name: "frozen", owner: "ann" }) { __typename }
}`;

const ID = '00000000-0000-4000-8000-00000000000';

const EVERYTHING = `
  id name owner budget notes version kind: __typename
  team { id title: name projects(first: 1) { totalCount nodes { name } } }
  brief { text project { id } }
  tags { nodes { label } }
  may: capabilities { update delete fields { budget __typename } __typename }
  tasks(sort: [{ title: DESC }], first: 1) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor __typename }
    edges { cursor node { title done priority size due labels facts effort { hours unit } progress touched } }
  }
  tasksAggregate { count max { title } }`;

/** What is asked of an office that has been prepared; each is direct. */
const DIRECT: Readonly<Record<string, Asked>> = {
  'a create with everything below': {
    source: `mutation ($input: ProjectCreateInput!) { made: createProject(input: $input) { __typename project { ${EVERYTHING} } project { tagged: tags { totalCount } } } }`,
    variables: {
      input: {
        name: 'q "ü"\n',
        owner: 'ann',
        team: { connect: '1' },
        tasks: { create: [1, 2].map((n) => ({ id: `${ID}${n + 5}`, title: `t${n}`, facts: { deep: [n, null] } })) },
      },
    },
  },
  'what the actor may not see of it': {
    source: `mutation { createProject(input: { name: "q", owner: "ann" }) { project { ${EVERYTHING} } } }`,
    actor: ann,
  },
  'an update with fragments, aliases and directives': {
    source: `mutation ($name: String, $notes: Boolean!, $first: Int, $done: Boolean) {
        one: updateProject(id: 1, input: { name: $name }, reason: "why") { ...Payload }
        two: updateProject(id: 1, input: { notes: null }) @skip(if: $notes) { project { notes } }
        ... @include(if: $notes) { three: updateTeam(id: 1, input: {}) { team { id } } }
      }
      fragment Payload on ProjectPayload { project { ... on Project { name notes @include(if: $notes) } ...Tasks } }
      fragment Tasks on Project { tasks(first: $first, filter: { done: { eq: $done } }) { nodes { title } } }`,
    variables: { name: 'renamed', notes: true, first: 1, done: false },
  },
  'several fields, one after the other': {
    source: `mutation { __typename
      a: createTeam(input: { name: "B" }) { team { id projects { totalCount } } }
      b: upsertTeam(where: { id: 1 }, create: { name: "C" }, update: { name: "D" }) { team { name } }
      c: createTeams(input: [{ name: "E" }, { name: "F" }]) { count teams { name } t: __typename }
      d: deleteTeam(id: 2) { team { name } } }`,
  },
  'upserts by what is unique': {
    source: `mutation ($where: TaskWhere!, $name: String!) {
      a: upsertTask(where: $where, create: { title: "three", project: { connect: 1 } }, update: { done: true }) { task { title done } }
      b: upsertTask(where: $where, create: { title: "three", project: { connect: 1 } }, update: { done: true }) { task { title done } }
      c: upsertTeam(where: { name: $name }, create: { name: $name }, update: {}) { team { id name } }
      d: upsertTeam(where: { name: $name }, create: { name: $name }, update: { name: "Z" }) { team { id name } } }`,
    variables: { where: { projectAndTitle: { project: 1, title: 'three' } }, name: 'Y' },
  },
  'an upsert of what is hidden': {
    source: `mutation { upsertTask(where: { projectAndTitle: { project: 1, title: "one" } }, create: { title: "one", project: { connect: 1 } }, update: {}) { task { id } } }`,
    actor: { id: 'bob', roles: [] },
  },
  'a field that fails ends the operation': {
    source: `mutation {
      a: createTeam(input: { name: "B" }) { team { id } }
      b: createTeam(input: { name: "B" }) { team { id } }
      c: createTeam(input: { name: "C" }) { team { id } } }`,
  },
  'many at once': {
    source: `mutation { dry: updateProjects(filter: {}, input: { name: "z" }, dryRun: true) { count refused }
      wet: updateProjects(filter: { name: { eq: "p" } }, input: { name: "z" }, max: 5) { n: count refused __typename }
      gone: deleteTasks(filter: { title: { eq: "one" } }) { count refused } }`,
    actor: ann,
  },
  'too many at once': { source: 'mutation { updateProjects(filter: {}, input: { name: "z" }, max: 1) { count } }' },
  'a delete': { source: `mutation { deleteTask(id: "${ID}1") { task { title size parts { nodes { id } } project { name } } } }` },
  'what is not valid': {
    source: 'mutation ($input: ProjectCreateInput!) { made: createProject(input: $input) { project { id } } }',
    variables: {
      input: { name: 'x'.repeat(31), owner: 'ann', tags: { connect: ['none'] }, tasks: { create: [{ title: 'y'.repeat(21) }] } },
    },
  },
  'a key that is none': { source: 'mutation { deleteSeat(key: { team: "x", row: 1 }) { seat { row } } }' },
  'what is not there': { source: 'mutation { updateTeam(id: 99, input: { name: "x" }) { team { id } } }' },
  'what is hidden': {
    source: 'mutation { updateProject(id: 1, input: { name: "x" }) { project { id } } }',
    actor: { id: 'bob', roles: [] },
  },
  'what nobody like this may': { source: 'mutation { createTeam(input: { name: "x" }) { team { id } } }', actor: ann },
  'what nobody may with this one': { source: 'mutation { updateProject(id: 2, input: { name: "x" }) { project { id } } }', actor: ann },
  'what nobody may with this field': { source: 'mutation { updateProject(id: 1, input: { budget: "3" }) { project { id } } }', actor: ann },
  'another version': { source: 'mutation { updateProject(id: 1, expected: 7, input: { name: "x" }) { project { id } } }' },
  'what is taken': { source: 'mutation { createTeam(input: { name: "A" }) { team { id } } }' },
  'what a constraint refuses': { source: `mutation { updateTask(id: "${ID}1", input: { progress: 101 }) { task { id } } }` },
  'an argument that turns out to be null': {
    source: `mutation ($id: ID = 1) { a: createTeam(input: { name: "B" }) { team { id } } b: updateTeam(id: $id, input: {}) { team { id } } }`,
    variables: { id: null },
  },
  'a cursor that is none': {
    source: 'mutation { updateTeam(id: 1, input: {}) { team { projects(after: "x") { nodes { id } } } } }',
  },
  'just whether it went well': { source: 'mutation { createTeam(input: { name: "B" }) { __typename } }' },
};

/** What resolvers have to answer. */
const RESOLVED: Readonly<Record<string, Asked>> = {
  'a variable that has no valid value': {
    source: 'mutation ($id: ID!) { updateTeam(id: $id, input: {}) { team { id } } }',
    variables: { id: [] },
  },
  'a variable that names an object in two ways': {
    source: 'mutation ($where: TeamWhere!) { upsertTeam(where: $where, create: { name: "Y" }, update: {}) { team { id } } }',
    variables: { where: { id: 1, name: 'A' } },
  },
};

describe('the direct route gives, byte by byte, what resolvers give to mutations', () => {
  let office: Office;
  before(async () => {
    office = await openOffice('direct_mutations');
  });
  after(async () => office.close());

  /** Answers to the same of an office in the same state, each twice, so that what is kept answers as well. */
  async function answers({ source, variables = {}, actor = boss }: Asked, ask: (asked: Required<Asked>) => Promise<string | undefined>) {
    const given: (string | undefined)[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      await office.reset();
      await execute({ schema: office.gm.schema, document: parse(PREPARED), contextValue: { actor: boss } });
      given.push(masked(await ask({ source, variables, actor })));
    }
    const state = await office.query('select name, owner, version from project order by id');
    return { given, state };
  }

  /** Without the times at which things happened. */
  const masked = (text: string | undefined): string | undefined => text?.replaceAll(/"touched":"[^"]+"/g, '"touched":"now"');

  const resolvers =
    (gm: Application) =>
    async ({ source, variables, actor }: Required<Asked>) =>
      JSON.stringify(await execute({ schema: gm.schema, document: parse(source), variableValues: variables, contextValue: { actor } }));

  const direct = (gm: Application, source: string) => {
    const document = parse(source);
    expect(validate(gm.schema, document)).to.deep.equal([]);
    return async ({ variables, actor }: Required<Asked>) => {
      const answer = await gm.direct.operation(document)?.run(variables, { actor });
      return answer && textOf(answer);
    };
  };

  for (const [name, asked] of Object.entries(DIRECT)) {
    it(name, async () => {
      const expected = await answers(asked, resolvers(office.gm));
      expect(expected.given[0]).to.equal(expected.given[1]);
      expect(await answers(asked, direct(office.gm, asked.source))).to.deep.equal(expected);
    });
  }
  for (const [name, asked] of Object.entries(RESOLVED)) {
    it(`and leaves to them ${name}`, async () => {
      expect((await answers(asked, direct(office.gm, asked.source))).given).to.deep.equal([undefined, undefined]);
    });
  }
});

describe('the direct route gives, byte by byte, what resolvers give to generated updates that change nothing', function () {
  this.timeout(120_000);
  const plugins = [updatable];

  async function compare({ gm }: OpenedApp, wanted: number, seed: number): Promise<void> {
    const operations = new Operations(gm.schema, new Random(seed), await poolOf(gm));
    const counts = { data: 0, errors: 0, resolvers: 0 };
    while (counts.data < wanted) {
      const operation = operations.nextUpdate();
      const { route, direct, resolvers } = await askBoth(gm, operation);
      if (route === 'direct' && direct !== resolvers) expect(direct, JSON.stringify(operation)).to.equal(resolvers);
      // Most keys that occur are of other objects.
      counts[route === 'direct' ? (resolvers.includes('"errors"') ? 'errors' : 'data') : 'resolvers'] += 1;
      expect(counts.errors + counts.resolvers, JSON.stringify(counts)).to.be.lessThan(wanted * 15);
    }
  }

  it('on every kind of value', async () => {
    const app = await openValues({ plugins });
    try {
      await compare(app, 100, 21);
    } finally {
      await app.close();
    }
  });

  it('on every kind of relation', async () => {
    const app = await openRelations({ plugins });
    try {
      await compare(app, 60, 22);
    } finally {
      await app.close();
    }
  });
});
