export { MikroOrmInstrumentation } from './instrumentation.js';
export type { MikroOrmSource } from './orm.js';
export { MIKRO_ORM } from './semconv.js';
export type { MikroOrmInstrumentationConfig, MikroOrmRequestInfo, MikroOrmResponseInfo } from './types.js';
