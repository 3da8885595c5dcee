import { refusePlaceholders } from '../../../lib/config/placeholders';

const SHIPPED = ['acme/images', 'Your-Org/app'];

test.each([
  'http://127.0.0.1:4566',
  'https://127.0.0.2',
  'https://localhost:1',
  'http://[::1]:80',
  'http://a.localhost',
])('placeholders are rehearsed in a local account at %s', (endpoint) => {
  expect(() => refusePlaceholders(SHIPPED, endpoint)).not.toThrow();
});

test.each([
  undefined,
  '',
  'localhost',
  'https://iam.amazonaws.com',
  'https://127.0.0.1.example.com',
  'https://localhost.example.com',
  'https://127.0.0.1@example.com',
])('rejects placeholders where AWS is asked at %p', (endpoint) => {
  expect(() => refusePlaceholders(SHIPPED, endpoint)).toThrow("'Your-Org/app' is a placeholder");
  expect(() => refusePlaceholders(['acme/images', 'your-org2/x'], endpoint)).not.toThrow();
});
