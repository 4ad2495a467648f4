// Command metrics-server is metrics-server over the libraries of this Kubernetes, whose packages are
// compiled already: upstream's newest one brings its own of nearly all of them, minutes of compilation
// for the same program. Only upstream's main does not compile over them, and so there is one here.
package main

import (
	"fmt"
	"net"
	"os"
	"time"

	"github.com/spf13/pflag"
	corev1 "k8s.io/api/core/v1"
	openapinamer "k8s.io/apiserver/pkg/endpoints/openapi"
	genericapiserver "k8s.io/apiserver/pkg/server"
	genericoptions "k8s.io/apiserver/pkg/server/options"
	"k8s.io/apiserver/pkg/util/compatibility"
	"k8s.io/client-go/rest"
	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/util"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/metrics-server/pkg/api"
	generatedopenapi "sigs.k8s.io/metrics-server/pkg/api/generated/openapi"
	"sigs.k8s.io/metrics-server/pkg/scraper/client"
	"sigs.k8s.io/metrics-server/pkg/server"
)

const (
	kubeletPort    = 10250
	scrapeTimeout  = 10 * time.Second
	defaultPeriod  = 60 * time.Second
	contentType    = "application/vnd.kubernetes.protobuf"
	serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run serves metrics.k8s.io until the process is told to end. The options are named as upstream's.
func run(arguments []string) error {
	serving := genericoptions.NewSecureServingOptions().WithLoopback()
	flags := pflag.NewFlagSet("metrics-server", pflag.ContinueOnError)
	serving.AddFlags(flags)
	period := flags.Duration("metric-resolution", defaultPeriod, "how often the kubelets are asked")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	apiserver, err := apiserverConfig(serving)
	if err != nil {
		return err
	}
	cluster, err := rest.InClusterConfig()
	if err != nil {
		return err
	}
	cluster.ContentType = contentType
	config := server.Config{
		Apiserver:        apiserver,
		Rest:             cluster,
		Kubelet:          kubeletConfig(cluster),
		MetricResolution: *period,
		ScrapeTimeout:    scrapeTimeout,
	}
	metricsServer, err := config.Complete()
	if err != nil {
		return err
	}
	return metricsServer.RunUntil(genericapiserver.SetupSignalHandler())
}

// apiserverConfig has callers named and judged by the cluster's API server.
func apiserverConfig(serving *genericoptions.SecureServingOptionsWithLoopback) (*genericapiserver.Config, error) {
	if err := serving.MaybeDefaultWithSelfSignedCerts("localhost", nil, []net.IP{net.IPv4(127, 0, 0, 1)}); err != nil {
		return nil, err
	}
	config := genericapiserver.NewConfig(api.Codecs)
	config.EffectiveVersion = compatibility.DefaultBuildEffectiveVersion()
	if err := serving.ApplyTo(&config.SecureServing, &config.LoopbackClientConfig); err != nil {
		return nil, err
	}
	authentication := genericoptions.NewDelegatingAuthenticationOptions()
	if err := authentication.ApplyTo(&config.Authentication, config.SecureServing, nil); err != nil {
		return nil, err
	}
	authorization := genericoptions.NewDelegatingAuthorizationOptions()
	if err := authorization.ApplyTo(&config.Authorization); err != nil {
		return nil, err
	}
	names := openapinamer.NewDefinitionNamer(api.Scheme)
	config.OpenAPIConfig = genericapiserver.DefaultOpenAPIConfig(definitions, names)
	config.OpenAPIV3Config = genericapiserver.DefaultOpenAPIV3Config(definitions, names)
	return config, nil
}

// definitions are upstream's schemas under the names that this Kubernetes knows types by.
func definitions(reference common.ReferenceCallback) map[string]common.OpenAPIDefinition {
	upstream := generatedopenapi.GetOpenAPIDefinitions(func(name string) spec.Ref {
		return reference(util.ToRESTFriendlyName(name))
	})
	renamed := make(map[string]common.OpenAPIDefinition, len(upstream))
	for name, definition := range upstream {
		for index, dependency := range definition.Dependencies {
			definition.Dependencies[index] = util.ToRESTFriendlyName(dependency)
		}
		renamed[util.ToRESTFriendlyName(name)] = definition
	}
	return renamed
}

// kubeletConfig asks the kubelets at the addresses of their nodes, as the pod's own account. Their
// certificates come from the cluster's authority.
func kubeletConfig(cluster *rest.Config) *client.KubeletClientConfig {
	config := &client.KubeletClientConfig{
		Scheme:              "https",
		DefaultPort:         kubeletPort,
		AddressTypePriority: []corev1.NodeAddressType{corev1.NodeInternalIP},
		Client:              *rest.CopyConfig(cluster),
	}
	config.Client.TLSClientConfig = rest.TLSClientConfig{CAFile: serviceAccount + "/ca.crt"}
	return config
}
