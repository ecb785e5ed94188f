// Lets the verifier of Pact ask a provider for all that a pact says. A process of its own, since the verifier writes to the output by itself.
import { Verifier } from '@pact-foundation/pact-core';

const [options = '{}'] = process.argv.slice(2);
await new Verifier(JSON.parse(options)).verify().catch(() => process.exit(1));
process.exit(0);
