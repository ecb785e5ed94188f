// Another service, which is told of changes: at HOST (127.0.0.1) and PORT (8080).
import { portOf } from '../../logistics/config.js';
import { startReceiver } from './receiver.js';

const receiver = await startReceiver(portOf('PORT', process.env['PORT'] || '8080'), process.env['HOST'] || '127.0.0.1');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void receiver.stop());
console.log(`takes notices at ${receiver.url}`);
