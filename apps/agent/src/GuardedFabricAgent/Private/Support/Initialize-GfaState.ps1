# The agent's folders. One that somebody else made is taken over where it is empty and refused where it is not:
# a credential or a server's address found in it would be his. Looked at again once nobody else can add to it,
# and nothing in it is read before.
function Initialize-GfaState {
    param([string]$StatePath, [string]$Account, [string[]]$Folder = @('spool', 'sent', 'quarantine', 'work'), [switch]$KeepAccount)
    $own = @(Get-GfaOwnFolder -StatePath $StatePath)
    foreach ($path in $own) { if (Test-GfaLink -Path $path) { throw (Get-GfaMessage FolderLink $path) } }
    $foreign = @($own | Where-Object { (Test-Path -LiteralPath $_) -and -not (Test-GfaTrusted -Path $_) })
    # Before anything is changed: the folder may have been named by mistake.
    foreach ($path in $foreign) { Assert-GfaEmpty -Path $path }
    foreach ($path in $own) {
        $isNew = $foreign -contains $path -or -not (Test-Path -LiteralPath $path)
        if (-not (Test-Path -LiteralPath $path)) { $null = New-Item -Path $path -ItemType Directory -Force }
        # A folder of ours keeps its rights until the account that they are for is known.
        if ($path -eq $StatePath -and $KeepAccount -and -not $isNew) { continue }
        Protect-GfaPath -Path $path -Account $(if ($path -eq $StatePath) { $Account })
        if ($isNew) { Assert-GfaEmpty -Path $path }
    }
    if ($KeepAccount) {
        $Account = (Read-GfaStateFile -StatePath $StatePath -Name config).account
        Protect-GfaPath -Path $StatePath -Account $Account
    }
    foreach ($name in $Folder) {
        $inner = Join-Path $StatePath $name
        if (-not (Test-Path -LiteralPath $inner)) { $null = New-Item -Path $inner -ItemType Directory }
        Protect-GfaPath -Path $inner -Account $Account
    }
}
