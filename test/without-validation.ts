// CDK's template validation takes seconds for each synth; `npm run verify` does it once, over the real app.
process.env.CDK_VALIDATION = 'false';
