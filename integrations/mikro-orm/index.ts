export { MikroOrmAdapter } from './adapter.js';
export { checkDrift } from './drift/check-drift.js';
