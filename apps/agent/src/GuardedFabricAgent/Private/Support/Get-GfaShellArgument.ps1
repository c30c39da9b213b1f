# The arguments of another PowerShell like this one, in no wider language mode than this one. A command has no
# double quotes.
function Get-GfaShellArgument {
    param([string]$Command)
    if ("$($ExecutionContext.SessionState.LanguageMode)" -eq 'ConstrainedLanguage') {
        $mode = '$ExecutionContext.SessionState.LanguageMode'
        $Command = "if ($mode -ne 'ConstrainedLanguage') { $mode = 'ConstrainedLanguage' }; $Command"
    }
    $policy = if (Test-GfaWindows) { '-ExecutionPolicy RemoteSigned ' } else { '' }
    "-NoProfile -NonInteractive $policy-Command `"$Command`""
}
