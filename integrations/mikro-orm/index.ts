export { MikroOrmAdapter } from './adapter.js';
