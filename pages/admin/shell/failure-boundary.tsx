import { Component, type ReactNode } from 'react';
import { FailureAlert } from './failure-alert.js';

interface FailureBoundaryProps {
  readonly children: ReactNode;
}

/** Says that something went wrong where what is shown fails, as with an answer of another shape than the schema's, in place of an empty page. */
export class FailureBoundary extends Component<FailureBoundaryProps, { readonly isFailed: boolean }> {
  override state = { isFailed: false };

  static getDerivedStateFromError(): { readonly isFailed: boolean } {
    return { isFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.isFailed) return this.props.children;
    const error = new Error('This cannot be shown: the server answered something that is not as its schema says.');
    return <FailureAlert error={error} onRetry={() => this.setState({ isFailed: false })} />;
  }
}
