# Filled in by build.py from the archives of a release.
class Anecdote < Formula
  desc "Static-site generator for customer stories, good and bad"
  homepage "@repository@"
  version "@version@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@url aarch64-apple-darwin@"
      sha256 "@sha256 aarch64-apple-darwin@"
    end
    on_intel do
      url "@url x86_64-apple-darwin@"
      sha256 "@sha256 x86_64-apple-darwin@"
    end
  end

  on_linux do
    on_arm do
      url "@url aarch64-unknown-linux-gnu@"
      sha256 "@sha256 aarch64-unknown-linux-gnu@"
    end
    on_intel do
      url "@url x86_64-unknown-linux-gnu@"
      sha256 "@sha256 x86_64-unknown-linux-gnu@"
    end
  end

  def install
    bin.install "anecdote"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/anecdote.bash" => "anecdote"
    zsh_completion.install "completions/_anecdote"
    fish_completion.install "completions/anecdote.fish"
    doc.install "licenses"
  end

  test do
    system bin/"anecdote", "init", "stories"
    system bin/"anecdote", "--root", "stories", "build"
    assert_path_exists testpath/"stories/public/index.html"
  end
end
