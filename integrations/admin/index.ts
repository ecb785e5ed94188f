export { admin, type AdminApplication, type AdminPage } from './admin.js';
export type { AdminActor, AdminOptions, AdminSignIn } from './options.js';
export type {
  AdminAction,
  AdminArgs,
  AdminArgument,
  AdminCapabilities,
  AdminEmbeddable,
  AdminEnum,
  AdminExplainedPolicy,
  AdminExplainedRule,
  AdminExplanation,
  AdminField,
  AdminKeyPart,
  AdminManager,
  AdminMetadata,
  AdminMutation,
  AdminQuery,
  AdminSettings,
} from './metadata/metadata.js';
