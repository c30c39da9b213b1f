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
    # Whoever made the folder before us may own it and could give himself rights again.
    $null = & $icacls $Path /setowner '*S-1-5-32-544' /Q
    if ($LASTEXITCODE -ne 0) { throw (Get-GfaMessage ProtectFailed $Path, 'icacls', $LASTEXITCODE) }
    $null = & $icacls $Path /inheritance:r /grant:r $grants /Q
    if ($LASTEXITCODE -ne 0) { throw (Get-GfaMessage ProtectFailed $Path, 'icacls', $LASTEXITCODE) }
}
