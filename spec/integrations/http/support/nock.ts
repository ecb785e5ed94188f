import nock from 'nock';

// Importing it takes the place of fetch for all specs of the process.
nock.restore();

export { nock };

/** Lets nock answer for the specs of a suite; nothing else reaches the network, unless that is allowed. */
export function answeredByNock({ network = false } = {}): void {
  before(() => {
    nock.activate();
    if (!network) nock.disableNetConnect();
  });
  after(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });
}
