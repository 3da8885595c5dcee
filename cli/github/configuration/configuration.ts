// Apart, so that it is loaded only when it is needed: without its ids it cannot be.
export { default as distribution } from '../../../distribution.config';
