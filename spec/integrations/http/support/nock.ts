import nock from 'nock';

// Importing it takes the place of fetch for all specs of the process.
nock.restore();

export { nock };

/** Lets nock answer for the specs of a suite, and nothing reach the network. */
export function answeredByNock(): void {
  before(() => {
    nock.activate();
    nock.disableNetConnect();
  });
  after(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });
}
