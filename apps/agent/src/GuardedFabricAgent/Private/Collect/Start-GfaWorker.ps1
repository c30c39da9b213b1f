# Another PowerShell like this one that collects; nothing where none can be started.
function Start-GfaWorker {
    param([string[]]$Name, [string]$Folder)
    $module = ConvertTo-GfaQuoted $script:GfaManifestPath
    # It says nothing to anybody: the results are files. Not by the redirections of Start-Process, which in
    # PowerShell 7 can bring this process down when one that still writes is ended.
    $command = "& { `$ProgressPreference = 'SilentlyContinue'; Import-Module $module; Get-GuardedFabricFact -Name $($Name -join ',') -ResultPath $(ConvertTo-GfaQuoted $Folder) } *> `$null"
    $worker = @{
        FilePath = Get-GfaShellPath
        ArgumentList = Get-GfaShellArgument -Command $command
        NoNewWindow = $true
        PassThru = $true
        ErrorAction = 'Stop'
    }
    Read-GfaOptional { Start-Process @worker }
}
