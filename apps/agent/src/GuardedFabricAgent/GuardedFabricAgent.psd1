@{
    RootModule = 'GuardedFabricAgent.psm1'
    ModuleVersion = '1.2.0'
    GUID = '6f1c8f3a-5a0e-4a7e-9d5a-1f0b8f6f5c21'
    Author = 'Guarded Fabric'
    CompanyName = 'Guarded Fabric'
    Copyright = '(c) Guarded Fabric. All rights reserved.'
    Description = 'Reads the attestation state of a guarded host and sends it to a Guarded Fabric server.'
    PowerShellVersion = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    FunctionsToExport = @(
        'Get-GuardedFabricFact',
        'Get-GuardedFabricSnapshot',
        'Install-GuardedFabricAgent',
        'Invoke-GuardedFabricAgent',
        'Invoke-GuardedFabricCollector',
        'Register-GuardedFabricHost',
        'Register-GuardedFabricRemoteHost',
        'Send-GuardedFabricSnapshot',
        'Test-GuardedFabricHost',
        'Uninstall-GuardedFabricAgent'
    )
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @()
}
