export type { Review } from './change';
export { changeText } from './change';
export { markdownReview, printReview } from './print/print-review';
export { shortReview } from './print/short-review';
export { review } from './review';
export { readAssembly } from './state/read-assembly';
export type { ReviewedStack, Template, Unread } from './state/stack';
