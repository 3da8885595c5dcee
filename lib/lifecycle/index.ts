export * from './lifecycle-outcome';
export * from './lifecycle-rules';
