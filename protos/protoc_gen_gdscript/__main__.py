"""The program that protoc runs: ``CodeGeneratorRequest`` on stdin, ``CodeGeneratorResponse`` on stdout."""

import sys

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest

from protoc_gen_gdscript.generator import generate

if __name__ == "__main__":
    request = CodeGeneratorRequest.FromString(sys.stdin.buffer.read())
    sys.stdout.buffer.write(generate(request).SerializeToString())
