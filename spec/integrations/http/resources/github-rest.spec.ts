import fixtures from '@octokit/fixtures';
import { expect } from 'chai';
import { everyone, where } from 'general-manager/decorators';
import { field, linkHeader } from 'general-manager/http';
import { GeneralManager } from 'general-manager';
import { boot, declare } from './support/boot.js';
import { answeredByNock, nock } from '../support/nock.js';

/** One exchange with GitHub's API, as it was recorded. */
interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly response: object;
  readonly headers: Readonly<Record<string, string>>;
}

const upstream = { baseUrl: 'https://api.github.com', headers: { accept: 'application/vnd.github+json' } };

const recorded = (scenario: string): readonly Recorded[] => fixtures.get(`api.github.com/${scenario}`) as readonly Recorded[];

interface Issue {
  number: number;
  title: string;
  state: string;
  author: string;
  labels: readonly { name: string }[];
  comments: number;
  thumbs: number;
  createdAt: Date;
  closedAt: Date | null;
}

/** As GitHub documents it. */
const issueFields = {
  number: field.id({ type: 'int' }),
  title: field.string(),
  state: field.enum(['open', 'closed']),
  author: field.string({ from: 'user.login' }),
  labels: field.list(field.object({ name: field.string(), color: field.string() }, { name: 'IssueLabel' })),
  comments: field.int(),
  thumbs: field.int({ from: 'reactions.+1' }),
  createdAt: field.datetime({ from: 'created_at' }),
  closedAt: field.datetime({ from: 'closed_at', nullable: true }),
  milestone: field.string({ from: 'milestone.title', nullable: true }),
};

describe('HTTP resources: recorded answers of the REST API of GitHub', () => {
  const asked: string[] = [];
  answeredByNock();

  const replay = (scenario: string): void => {
    asked.length = 0;
    for (const { method, path, status, response, headers } of recorded(scenario)) {
      const [pathname = '', query = ''] = path.split('?');
      nock(upstream.baseUrl)
        .persist()
        .intercept(pathname, method)
        .query(Object.fromEntries(new URLSearchParams(query)))
        .reply(
          status,
          () => {
            asked.push(path);
            return response;
          },
          { 'content-type': 'application/json; charset=utf-8', ...(headers['link'] && { link: headers['link'] }) },
        );
    }
  };
  afterEach(() => nock.cleanAll());

  const issues = (permission: object = { read: everyone() }) => {
    const list = {
      path: '/repos/octokit-fixture-org/paginate-issues/issues',
      pagination: linkHeader({ size: 'per_page', maxSize: 3 }),
    };
    const Target = declare<Issue>('Issue', { upstream, fields: issueFields, operations: { list } }, permission);
    const { runtime, problems } = boot(Target);
    expect(problems).to.deep.equal([]);
    return new GeneralManager(runtime).as(null).manager(Target);
  };

  it('are read page by page along their links, which lead to other paths', async () => {
    replay('paginate-issues');
    const first = await issues().page({ first: 3 });
    expect(first.items.map(({ number }) => number)).to.deep.equal([13, 12, 11]);
    expect(first.items[0]).to.deep.include({ title: 'Test issue 13', state: 'open', labels: [], thumbs: 0, closedAt: null });
    expect(first.items[0]?.createdAt).to.be.instanceOf(Date);
    const second = await issues().page({ first: 3 });
    expect(second.hasNext).to.equal(true);
    expect(asked).to.have.lengthOf(2);
  });

  it('go on with a cursor from where they ended, with one request', async () => {
    replay('paginate-issues');
    const bucket = issues();
    const first = await bucket.page({ first: 3 });
    const second = await bucket.page({ first: 3, after: first.endCursor });
    expect(second.items.map(({ number }) => number)).to.deep.equal([10, 9, 8]);
    expect(asked).to.deep.equal([
      '/repos/octokit-fixture-org/paginate-issues/issues?per_page=3',
      '/repositories/1000/issues?per_page=3&page=2',
    ]);
  });

  it('are filtered, sorted and counted with all of them at hand', async () => {
    replay('paginate-issues');
    const page = await issues()
      .filter({ title: { contains: 'issue 1' } })
      .sort('number')
      .page({ first: 2, total: true });
    expect(page.items.map(({ number }) => number)).to.deep.equal([1, 10]);
    expect(page.total).to.equal(5);
    expect(asked).to.have.lengthOf(5);
  });

  it('are seen by those who may see them', async () => {
    replay('paginate-issues');
    const bucket = issues({ read: where<Issue>({ number: { lte: 2 } }) });
    expect((await bucket.all()).map(({ number }) => number)).to.deep.equal([2, 1]);
  });

  it('are searched', async () => {
    replay('search-issues');
    const search = {
      path: '/search/issues',
      filters: { title: { param: 'q', decides: 'upstream' as const } },
      pagination: linkHeader({ items: 'items', total: 'total_count' }),
    };
    const Found = declare<Issue>('Found', { upstream, fields: issueFields, operations: { list: search } }, { read: everyone() });
    const { runtime } = boot(Found);
    const query = 'sesame repo:octokit-fixture-org/search-issues';
    const page = await new GeneralManager(runtime).as(null).manager(Found).filter({ title: query }).page({ first: 5, total: true });
    expect(page.items.map(({ title }) => title)).to.have.lengthOf(2);
    expect(page.total).to.equal(2);
  });

  it('are single objects, by a key that is a name', async () => {
    replay('labels');
    interface Label {
      name: string;
      color: string;
      isDefault: boolean;
      description: string | null;
    }
    const fields = {
      name: field.id(),
      color: field.string(),
      isDefault: field.boolean({ from: 'default' }),
      description: field.string({ nullable: true }),
    };
    const base = '/repos/octokit-fixture-org/labels/labels';
    const Label = declare<Label>(
      'Label',
      { upstream, fields, operations: { list: { path: base }, detail: { path: `${base}/{name}` } } },
      { read: everyone() },
    );
    const bucket = new GeneralManager(boot(Label).runtime).as(null).manager(Label);
    expect(await bucket.get('test-label')).to.deep.equal({ name: 'test-label', color: '663399', isDefault: false, description: null });
    const all = await bucket.filter({ isDefault: true }).sort('name').all();
    expect(all[0]).to.deep.equal({ name: 'bug', color: 'd73a4a', isDefault: true, description: "Something isn't working" });
    expect(await bucket.filter({ description: { icontains: 'good' } }).count()).to.be.greaterThan(0);
  });
});
