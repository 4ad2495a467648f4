package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestCreateThenDelete(t *testing.T) {
	path := filepath.Join(t.TempDir(), "volume")
	for range 2 { // a second attempt after an interruption is no error
		if err := run(path, "Filesystem", "create"); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o777 {
		t.Errorf("mode is %v, and others than root cannot write", info.Mode())
	}
	if err := os.WriteFile(filepath.Join(path, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := run(path, "Filesystem", "delete"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the folder is still there: %v", err)
	}
}

func TestRefuses(t *testing.T) {
	parent := t.TempDir()
	for _, c := range []struct{ path, mode, action string }{
		{"/", "Filesystem", "delete"},
		{"/volume", "Filesystem", "delete"},
		{"relative/volume", "Filesystem", "delete"},
		{parent + "/a/..", "Filesystem", "delete"},
		{parent + "/volume", "Block", "create"},
		{parent + "/volume", "Filesystem", "resize"},
	} {
		if err := run(c.path, c.mode, c.action); err == nil {
			t.Errorf("%v was not refused", c)
		}
	}
	if _, err := os.Stat(parent); err != nil {
		t.Error("what was refused was done all the same")
	}
}
