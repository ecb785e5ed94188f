import { expect } from 'chai';
import { serverAudits } from 'graphql-http';
import { serve, type RunningServer } from '../../../integrations/graphql-server/index.js';
import { TestApplication } from './support/application.js';

describe('graphql-server: GraphQL over HTTP', () => {
  let server: RunningServer;
  before(async () => {
    server = await serve(new TestApplication(), { port: 0 });
  });
  after(async () => server.close());

  const audits = serverAudits({ url: () => server.url, fetchFn: fetch });

  it('is audited in 61 points', () => {
    expect(audits).to.have.length(61);
  });

  for (const { name, fn } of audits) {
    it(name, async () => {
      const result = await fn();
      expect(result.status, 'reason' in result ? result.reason : '').to.equal('ok');
    });
  }
});
