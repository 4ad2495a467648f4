// Command local-path-volume makes and removes the folder of one volume. The local-path-provisioner runs
// it in a pod of its own for each volume, in place of a shell script: an image of one static binary has
// no shell. Its arguments are the provisioner's: -p PATH -s BYTES -m MODE -a create|delete.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	path := flag.String("p", "", "the volume's `folder`")
	// Folders have no limit of their own: the size that was asked for is known to Kubernetes only.
	flag.String("s", "", "size in `bytes`, not used")
	mode := flag.String("m", "Filesystem", "Filesystem or Block")
	action := flag.String("a", "", "create or delete")
	flag.Parse()
	if err := run(*path, *mode, *action); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(path, mode, action string) error {
	// The parent of all volumes is mounted; one that is asked for itself would take all with it.
	if !filepath.IsAbs(path) || filepath.Clean(path) != path || filepath.Dir(path) == "/" {
		return fmt.Errorf("%q is not the folder of a volume", path)
	}
	if mode != "Filesystem" {
		return fmt.Errorf("a folder cannot be a volume of mode %s: ask for mode Filesystem", mode)
	}
	switch action {
	case "create":
		return create(path)
	case "delete":
		return os.RemoveAll(path)
	default:
		return fmt.Errorf("%q is not an action: it is create or delete", action)
	}
}

// create makes a folder that every user may write: which user a pod runs as is known only later.
func create(path string) error {
	if err := os.Mkdir(path, 0o777); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	// Mkdir's mode passes through the umask.
	return os.Chmod(path, 0o777)
}
