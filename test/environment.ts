// CDK's template validation takes seconds for each synth; `npm run verify` does it once, over the real app.
process.env.CDK_VALIDATION = 'false';

// What the SDK says about the next version of Node.js would be said by each file.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
