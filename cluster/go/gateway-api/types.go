// Package gatewayapi holds no code of its own: it names the API packages of which controller-gen
// makes the Gateway API's CRDs, so that go.mod and go.sum pin them.
package gatewayapi

import (
	_ "sigs.k8s.io/gateway-api/apis/v1"
	_ "sigs.k8s.io/gateway-api/apis/v1beta1"
)
