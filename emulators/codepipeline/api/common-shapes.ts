import { text } from './shape';

/** Shapes that several requests share (AWS CodePipeline API Reference). */
export const NAME = text({ min: 1, max: 100, pattern: '[A-Za-z0-9.@\\-_]+' });
export const UUID = text({ pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}' });
export const NEXT_TOKEN = text({ min: 1, max: 2048 });
export const VARIABLE_NAME = text({ min: 1, max: 128, pattern: '[A-Za-z0-9@\\-_]+' });
export const VARIABLE_VALUE = text({ min: 1, max: 1000, pattern: '.*' });
