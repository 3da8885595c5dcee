import { checkMachine } from './machine/check-machine';

// The SDK's word about the next version of Node.js is not about what is rehearsed.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Errors that say what is wrong with the machine, or in which place with the configuration. */
const TOLD_BY_MESSAGE = ['MachineError', 'ConfigurationError', 'BrokenConfigurationError', 'TransformError'];

// What the machine lacks is told before anything is loaded, which takes seconds; then what is wrong with the
// configuration, which all else loads too.
checkMachine()
  .then(() => import('../../cli/shared/configuration/read-configuration.js'))
  .then(({ readConfiguration }) => readConfiguration())
  .then(() => import('./program.js'))
  .catch((error: Error) => {
    console.error(TOLD_BY_MESSAGE.includes(error.name) ? error.message : error);
    process.exitCode = 1;
  });
