// The SDK's word about the next version of Node.js is not about what is rehearsed.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Errors of the configuration and of its compiler, which say in which place something is wrong. */
const TOLD_BY_MESSAGE = ['ConfigurationError', 'TransformError'];

// All of it loads the configuration, so that a mistake there ends the import.
import('./program.js').catch((error: Error) => {
  console.error(TOLD_BY_MESSAGE.includes(error.name) ? error.message : error);
  process.exitCode = 1;
});
