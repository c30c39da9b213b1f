# Leaves a file or folder to SYSTEM, Administrators and the account that the agent runs as. Groups by SID,
# since their names are translated. Set-Acl is no way: building a rule takes methods that Constrained
# Language Mode refuses.
function Protect-GfaPath {
    param([string]$Path, [string]$Account)
    $isFolder = Test-Path -LiteralPath $Path -PathType Container
    if (-not (Test-GfaWindows)) {
        if ($isFolder) { & chmod 700 $Path } else { & chmod 600 $Path }
        if ($LASTEXITCODE -ne 0) { throw (Get-GfaMessage ProtectFailed $Path, 'chmod', $LASTEXITCODE) }
        return
    }
    $icacls = Join-Path $env:SystemRoot 'System32\icacls.exe'
    $rights = if ($isFolder) { ':(OI)(CI)F' } else { ':F' }
    $grants = @("*S-1-5-18$rights", "*S-1-5-32-544$rights")
    if ($Account) { $grants += "$Account$rights" }
    # Whoever made it before us may own it and could give himself rights again; and what he was given outright
    # would outlast our grants, which replace only those of the same accounts. Between the last two steps the
    # parent's rights hold: no matter to an empty file, nor to the credential's own, which inherits nothing.
    $steps = @('/setowner', '*S-1-5-32-544'), @('/reset'), (@('/inheritance:r', '/grant:r') + $grants)
    foreach ($step in $steps) {
        $null = & $icacls $Path $step /Q
        if ($LASTEXITCODE -ne 0) { throw (Get-GfaMessage ProtectFailed $Path, 'icacls', $LASTEXITCODE) }
    }
}
